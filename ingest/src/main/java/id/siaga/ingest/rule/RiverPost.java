package id.siaga.ingest.rule;

import java.time.Instant;
import java.util.List;

/** A river post with every version of its bands. */
public record RiverPost(String post, String name, Role role, List<Band> bands) {

    /** What its water means to the city: its own, announced, or none of its business. */
    public enum Role {
        CITY, UPSTREAM, REFERENCE
    }

    boolean hasBandsAt(Instant instant) {
        return bands.stream().anyMatch(band -> band.validAt(instant));
    }

    /** Whether a stage is above the limit of a level, as it was at that instant. */
    boolean exceeds(String level, Instant instant, double stageMm) {
        for (Band band : bands) {
            if (band.level().equals(level) && stageMm > band.aboveMm() && band.validAt(instant)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a stage is above the normal band, as it was at that instant. */
    boolean aboveNormal(Instant instant, double stageMm) {
        return bands.stream().anyMatch(band -> stageMm > band.aboveMm() && band.validAt(instant));
    }
}
