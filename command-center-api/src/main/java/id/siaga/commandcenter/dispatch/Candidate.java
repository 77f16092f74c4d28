package id.siaga.commandcenter.dispatch;

import id.siaga.commandcenter.incident.Priority;
import id.siaga.commandcenter.unit.Fix;
import id.siaga.commandcenter.unit.UnitState;
import java.util.Optional;
import java.util.Set;

/**
 * A unit that could be sent, as far as is known now.
 *
 * @param shortRest somebody of the crew had less than the rest period since the shift before
 * @param calling its own tracker raised the alert
 * @param last where it was seen last; may be old
 */
public record Candidate(long unitId, String callSign, Kind kind, Optional<String> kecamatan, UnitState state,
        Crew crew, boolean shortRest, Optional<Errand> errand, boolean calling, Optional<Fix> last) {

    /** @param categories what it is fit for, empty for anything */
    public record Kind(String name, double speedKmh, Set<String> categories) {
        boolean fits(String category) {
            return categories.isEmpty() || categories.contains(category);
        }
    }

    /** Who is on it now. */
    public record Crew(int size, Set<String> qualifications) {
    }

    /** What it is already sent to. */
    public record Errand(long incidentId, String number, Priority priority) {
    }
}
