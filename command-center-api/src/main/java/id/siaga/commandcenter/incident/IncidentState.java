package id.siaga.commandcenter.incident;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** The life of an incident: one main line from BARU to DITUTUP, and four side exits. */
public enum IncidentState {
    BARU, DIVERIFIKASI, DITUGASKAN, MENUJU_LOKASI, DI_LOKASI, DITANGANI, SELESAI, DITUTUP, DITOLAK, DUPLIKAT, DITERUSKAN, DIBATALKAN;

    /** Where a person may take it from here. Back from SELESAI to DITANGANI is a reopening, allowed for a while. */
    public Set<IncidentState> next() {
        return switch (this) {
            case BARU -> EnumSet.of(DIVERIFIKASI, DITOLAK, DUPLIKAT, DITERUSKAN, DIBATALKAN);
            case DIVERIFIKASI -> EnumSet.of(DITUGASKAN, DITOLAK, DUPLIKAT, DITERUSKAN, DIBATALKAN);
            case DITUGASKAN -> EnumSet.of(MENUJU_LOKASI, DUPLIKAT, DITERUSKAN, DIBATALKAN);
            case MENUJU_LOKASI -> EnumSet.of(DI_LOKASI, DITERUSKAN, DIBATALKAN);
            case DI_LOKASI -> EnumSet.of(DITANGANI, DITERUSKAN, DIBATALKAN);
            case DITANGANI -> EnumSet.of(SELESAI, DITERUSKAN);
            case SELESAI -> EnumSet.of(DITUTUP, DITANGANI);
            case DITUTUP, DITOLAK, DUPLIKAT, DITERUSKAN, DIBATALKAN -> EnumSet.noneOf(IncidentState.class);
        };
    }

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
