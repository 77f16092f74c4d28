package id.siaga.ingest.rule;

import java.time.Instant;
import java.util.Optional;

/**
 * One river level while it was valid: a stage above {@code aboveMm} is at least at {@code level}.
 *
 * @param validFrom inclusive
 * @param validTo exclusive; empty while it is valid
 */
public record Band(String level, int aboveMm, Instant validFrom, Optional<Instant> validTo) {

    boolean validAt(Instant instant) {
        return !instant.isBefore(validFrom) && validTo.map(instant::isBefore).orElse(true);
    }
}
