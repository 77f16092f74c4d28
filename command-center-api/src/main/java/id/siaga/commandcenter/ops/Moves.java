package id.siaga.commandcenter.ops;

import id.siaga.commandcenter.incident.IncidentState;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The buttons of an incident, from the one table of transitions there is. */
public final class Moves {
    private static final Set<IncidentState> NEED_A_REASON = EnumSet.of(IncidentState.DITOLAK, IncidentState.DUPLIKAT,
            IncidentState.DITERUSKAN, IncidentState.DIBATALKAN);

    private Moves() {
    }

    /** One button; {@code reason}: it asks for one first. */
    public record Move(String state, String label, boolean reason) {
    }

    static List<Move> from(String state) {
        return IncidentState.named(state).stream().flatMap(from -> from.next().stream()
                .map(to -> new Move(to.name(), label(from, to), NEED_A_REASON.contains(to) || reopens(from, to))))
                .toList();
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
