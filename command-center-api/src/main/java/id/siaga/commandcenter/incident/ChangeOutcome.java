package id.siaga.commandcenter.incident;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** How a change of an incident ended. */
public sealed interface ChangeOutcome {

    record Changed(ObjectNode incident) implements ChangeOutcome {
    }

    record Missing() implements ChangeOutcome {
    }

    /** Somebody, or an alert, changed it since the caller looked. */
    record Stale(int version) implements ChangeOutcome {
    }

    record Illegal(IncidentState from, Set<IncidentState> allowed) implements ChangeOutcome {
    }

    /** Something that must hold first does not; the reason is for the person who tried. */
    record Guarded(String reason) implements ChangeOutcome {
    }

    /** It cannot be reopened because another incident is open for the same cause. */
    record AlreadyOpen(String cause) implements ChangeOutcome {
    }
}
