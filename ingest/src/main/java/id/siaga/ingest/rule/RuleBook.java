package id.siaga.ingest.rule;

import java.util.List;
import id.siaga.ingest.telemetry.Kind;
public final class RuleBook {
    public static RuleBook standard() {
        return new RuleBook();
    }
    public List<Rule> rulesFor(Kind k) {
        return List.of();
    }
    public List<SilenceRule> silenceRulesFor(Kind k) {
        return List.of();
    }
}
