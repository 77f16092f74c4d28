package id.siaga.commandcenter.unit;

import java.time.Instant;

/** Where a unit was at an instant, by its own clock. */
public record Fix(Instant at, Spot spot) {
}
