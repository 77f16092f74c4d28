package id.siaga.ingest.rule;

import java.time.Instant;

import id.siaga.ingest.telemetry.Kind;
import id.siaga.ingest.telemetry.Sample;

/** What is judged on each sample of a kind of device. A new kind of rule is one record permitted here. */
public sealed interface Rule permits StageRule, RateRule, ConditionRule {

    String id();

    Kind kind();

    /** What the sample makes of the state. Never called for two devices with the same state. */
    Step next(RuleState before, Sample sample, Subject subject);

    /** Whether it judges a sample by earlier ones too; else nothing need be read after a start. */
    boolean looksBack();

    /** The state of an alert found open in the database at a start. */
    RuleState restore(String level, Instant openedAt);
}
