package id.siaga.commandcenter.incident;

import java.util.EnumSet;
import java.util.Set;

/**
 * What is timed. The first four follow each other from first awareness to done, so they add up to RESOLUTION. In words
 * of dispatch centers queue time is QUEUE + DISPATCH, response time that + TRAVEL.
 */
public enum ClockName {
    /** From first awareness until verified. */
    QUEUE,
    /** Until the first unit is sent. */
    DISPATCH,
    /** Until the first unit is on scene. */
    TRAVEL,
    /** Until done. */
    ON_SCENE,
    /** From first awareness until done, or out of our hands. */
    RESOLUTION;

    /** Which run while an incident is in {@code state}. */
    static Set<ClockName> running(IncidentState state) {
        return switch (state) {
            case BARU -> EnumSet.of(QUEUE, RESOLUTION);
            case DIVERIFIKASI -> EnumSet.of(DISPATCH, RESOLUTION);
            case DITUGASKAN, MENUJU_LOKASI -> EnumSet.of(TRAVEL, RESOLUTION);
            case DI_LOKASI, DITANGANI -> EnumSet.of(ON_SCENE, RESOLUTION);
            case SELESAI, DITUTUP, DITOLAK, DUPLIKAT, DITERUSKAN, DIBATALKAN -> EnumSet.noneOf(ClockName.class);
        };
    }
}
