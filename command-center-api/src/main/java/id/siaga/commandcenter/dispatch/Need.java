package id.siaga.commandcenter.dispatch;

import id.siaga.commandcenter.incident.Priority;
import id.siaga.commandcenter.unit.Spot;
import java.util.Optional;
import java.util.Set;

/**
 * What an incident needs.
 *
 * @param qualifications of which somebody should be in the crew
 */
public record Need(long incidentId, String category, Priority priority, Optional<String> kecamatan,
        Optional<Spot> spot, Set<String> qualifications) {
}
