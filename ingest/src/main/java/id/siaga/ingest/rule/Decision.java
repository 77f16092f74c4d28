package id.siaga.ingest.rule;

import java.time.Instant;
import java.util.*;
public record Decision(Change change, String code, String level, Severity severity, Opens opens,
        Optional<String> category, Optional<String> priority, String cause, String title, OptionalDouble value,
        String unit, Instant at, List<Instant> evidence) {
    public enum Change {
        OPENED, RAISED, LOWERED, CLEARED
    }
    public enum Severity {
        INFO, WARN, CRIT, EMERG
    }
    public enum Opens {
        INCIDENT, TICKET, NOTHING
    }
}
