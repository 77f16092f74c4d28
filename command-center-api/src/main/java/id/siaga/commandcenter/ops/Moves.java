package id.siaga.commandcenter.ops;

import id.siaga.commandcenter.account.Role;
import id.siaga.commandcenter.incident.IncidentState;
import id.siaga.commandcenter.incident.Transition;
import java.util.List;
import java.util.Set;

/** The buttons of an incident, from the one table of transitions there is. */
public final class Moves {

    private Moves() {
    }

    /** One button; {@code reason}: it asks for one first. */
    public record Move(String state, String label, boolean reason) {
    }

    static List<Move> from(String state, Set<Role> roles) {
        return IncidentState.named(state).stream().flatMap(from -> Transition.open(from, roles).stream()
                .map(to -> new Move(to.name(), label(from, to), needsReason(from, to)))).toList();
    }

    private static boolean needsReason(IncidentState from, IncidentState to) {
        return Transition.between(from, to).map(rule -> rule.words() == Transition.Words.REASON).orElse(false);
    }

    private static String label(IncidentState from, IncidentState to) {
        return reopens(from, to) ? "Buka kembali" : Words.move(to.name());
    }

    private static boolean reopens(IncidentState from, IncidentState to) {
        return !from.isOpen() && to.isOpen();
    }

    static boolean isOpen(String state) {
        return IncidentState.named(state).map(IncidentState::isOpen).orElse(false);
    }
}
