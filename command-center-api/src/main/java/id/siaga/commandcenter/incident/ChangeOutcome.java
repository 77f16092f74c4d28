package id.siaga.commandcenter.incident;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.account.Role;
import java.util.List;
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

    /** {@code allowed}: where the caller could take it instead. */
    record Illegal(IncidentState from, List<IncidentState> allowed) implements ChangeOutcome {
    }

    record Forbidden(Set<Role> roles) implements ChangeOutcome {
    }

    /** Those roles may, but of the incident's own kecamatan or of the whole city. */
    record NotAtHome(Set<Role> roles) implements ChangeOutcome {
    }

    /** Something is missing or wrong in the request, in view of this incident. */
    record Unfit(String field, String reason) implements ChangeOutcome {
    }

    /** Something that must hold first does not; the reason is for the person who tried. */
    record Guarded(String reason) implements ChangeOutcome {
    }

    /** It cannot be reopened because another incident is open for the same cause. */
    record AlreadyOpen(String cause) implements ChangeOutcome {
    }
}
