package id.siaga.ingest.rule;

public interface RuleState {
    static RuleState initial() {
        return new RuleState() {
        };
    }
}
