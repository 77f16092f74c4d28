package id.siaga.ingest.rule;

import java.time.*;
import java.util.Optional;
public interface SilenceRule {
    String id();
    Optional<Decision> judge(Instant lastHeard, Instant judgedSince, Optional<Duration> interval, Instant now,
            Subject subject);
    Decision heardAgain(Instant now, Subject subject);
}
