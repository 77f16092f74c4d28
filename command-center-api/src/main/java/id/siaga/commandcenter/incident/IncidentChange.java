package id.siaga.commandcenter.incident;

import java.util.Optional;

/** What a person wants to change; at least one part is there. */
public record IncidentChange(Optional<IncidentState> state, Optional<Priority> priority, Optional<String> note) {

    boolean isOnlyNote() {
        return state.isEmpty() && priority.isEmpty();
    }
}
