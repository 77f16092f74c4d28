package id.siaga.ingest.rule;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A rule's word on one device.
 *
 * @param code the alert's name in the catalogue, such as {@code FLD-S1}
 * @param opens what follows in the command center
 * @param cause what is wrong, in a form two rules can agree on: alerts of one cause make one incident
 * @param at event time of the sample that tipped it, or the tick's time
 * @param evidence observed times of the samples that caused it, oldest first, bounded
 */
public record Decision(Change change, String code, String level, Severity severity, Opens opens,
        Optional<String> category, Optional<String> priority, String cause, String title, OptionalDouble value,
        String unit, Instant at, List<Instant> evidence) {

    /** How the alert moved. */
    public enum Change {
        OPENED, RAISED, LOWERED, CLEARED
    }

    /** How bad it is. */
    public enum Severity {
        INFO, WARN, CRIT, EMERG
    }

    /** Whose work follows: Satpol PP's, Diskominfo's, nobody's. */
    public enum Opens {
        INCIDENT, TICKET, NOTHING
    }
}
