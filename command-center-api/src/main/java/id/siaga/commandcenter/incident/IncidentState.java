package id.siaga.commandcenter.incident;

import java.util.Arrays;
import java.util.Optional;

/** The life of an incident: one main line from BARU to DITUTUP, and four side exits. {@link Transition} says how. */
public enum IncidentState {
    BARU, DIVERIFIKASI, DITUGASKAN, MENUJU_LOKASI, DI_LOKASI, DITANGANI, SELESAI, DITUTUP, DITOLAK, DUPLIKAT, DITERUSKAN, DIBATALKAN;

    /** Whether it still needs work; the database's partial unique index says the same. */
    public boolean isOpen() {
        return switch (this) {
            case BARU, DIVERIFIKASI, DITUGASKAN, MENUJU_LOKASI, DI_LOKASI, DITANGANI -> true;
            case SELESAI, DITUTUP, DITOLAK, DUPLIKAT, DITERUSKAN, DIBATALKAN -> false;
        };
    }

    public static Optional<IncidentState> named(String name) {
        return Arrays.stream(values()).filter(state -> state.name().equals(name)).findFirst();
    }
}
