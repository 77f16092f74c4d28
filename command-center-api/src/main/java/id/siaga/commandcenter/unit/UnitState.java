package id.siaga.commandcenter.unit;

import java.util.Arrays;
import java.util.Optional;

/** What a unit is doing: ready, sent, under way, there, at rest, off duty. */
public enum UnitState {
    SIAGA, DITUGASKAN, MENUJU, DI_LOKASI, ISTIRAHAT, LUAR_DINAS;

    /** Whether it can only be so with an incident to be sent to. */
    public boolean isEngaged() {
        return switch (this) {
            case DITUGASKAN, MENUJU, DI_LOKASI -> true;
            case SIAGA, ISTIRAHAT, LUAR_DINAS -> false;
        };
    }

    public static Optional<UnitState> named(String name) {
        return Arrays.stream(values()).filter(state -> state.name().equals(name)).findFirst();
    }
}
