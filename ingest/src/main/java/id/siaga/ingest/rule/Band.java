package id.siaga.ingest.rule;

import java.time.Instant;
import java.util.Optional;
public record Band(String level, int aboveMm, Instant validFrom, Optional<Instant> validTo) {
}
