package id.siaga.commandcenter.incident;

import java.util.Optional;

/** What is to change of an incident; at least one part is there. */
public record IncidentChange(Optional<Move> move, Optional<Priority> priority, Optional<String> category,
        Optional<String> note) {

    static IncidentChange moving(Move move, String note) {
        return new IncidentChange(Optional.of(move), Optional.empty(), Optional.empty(),
                Optional.of(note).filter(text -> !text.isBlank()));
    }

    boolean isOnlyNote() {
        return move.isEmpty() && priority.isEmpty() && category.isEmpty();
    }

    IncidentState stateAfter(IncidentState before) {
        return move.map(Move::to).orElse(before);
    }
}
