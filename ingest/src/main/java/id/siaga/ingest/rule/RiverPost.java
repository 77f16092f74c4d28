package id.siaga.ingest.rule;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A river post with every version of its bands. */
public record RiverPost(String post, String name, Role role, List<Band> bands) {

    /** What its water means to the city: its own, announced, or none of its business. */
    public enum Role {
        CITY, UPSTREAM, REFERENCE
    }

    /** The bands valid at an instant, lowest first. */
    List<Band> bandsAt(Instant instant) {
        return bands.stream().filter(band -> band.validAt(instant)).sorted(Comparator.comparingInt(Band::aboveMm))
                .toList();
    }

    /** The highest band whose limit the stage exceeds; empty in the normal band. */
    Optional<Band> reached(Instant instant, double stageMm) {
        return bandsAt(instant).reversed().stream().filter(band -> stageMm > band.aboveMm()).findFirst();
    }
}
