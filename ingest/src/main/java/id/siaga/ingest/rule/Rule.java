package id.siaga.ingest.rule;

import java.time.Instant;
import id.siaga.ingest.telemetry.Sample;
public interface Rule {
    String id();
    Step next(RuleState before, Sample sample, Subject subject);
    RuleState restore(String level, Instant openedAt);
}
