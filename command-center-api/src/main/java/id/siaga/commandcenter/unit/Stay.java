package id.siaga.commandcenter.unit;

import java.time.Instant;

/** A state from an instant on. */
public record Stay(Instant since, UnitState state, Source source) {

    /** What put it there. */
    public enum Source {
        GPS, MANUAL, DISPATCH, SHIFT
    }
}
