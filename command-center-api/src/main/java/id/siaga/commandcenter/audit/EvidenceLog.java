package id.siaga.commandcenter.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.sql.Statements;
import id.siaga.ingest.rule.RuleBook;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Puts the digests of what led to an alert on record when people are told of it, and says later what of it is no longer
 * so.
 */
public final class EvidenceLog {
    /** What a record of evidence is called in {@code audit.record.action}. */
    public static final String ACTION = "evidence";
    private static final String OBJECT = "alert_event";
    private static final JsonMapper MAPPER = new JsonMapper();

    private final String rules = shippedRules();

    private static String shippedRules() {
        try (InputStream yaml = Objects.requireNonNull(RuleBook.class.getResourceAsStream("rules.yaml"))) {
            return Canonical.hex(yaml.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The last thing in the transaction that takes the event in; see {@link AuditLog#write}. */
    public void record(Connection connection, long eventId) throws SQLException {
        Decision decision = Decision.of(connection, eventId);
        ObjectNode detail = JsonNodeFactory.instance.objectNode();
        decision.event().ifPresent(event -> {
            detail.put("rule_id", event.fields().get("rule_id")).put("rules_sha256", rules)
                    .put("judged_by", event.fields().get("judged_by"));
            detail.set("event", digests(event));
        });
        ArrayNode readings = detail.putArray("readings");
        decision.readings().forEach(behind -> readings.add(digests(behind)));
        AuditLog.write(connection, new AuditRecord.Deed(ACTION, OBJECT, Long.toString(eventId), detail.toString()));
    }

    private static ObjectNode digests(Decision.Behind behind) {
        ObjectNode digests = behind.row().map(EvidenceLog::digests).orElseGet(JsonNodeFactory.instance::objectNode);
        digests.setAll(behind.key());
        return digests.put("payload_sha256", behind.payloadSha256());
    }

    private static ObjectNode digests(EvidenceRow row) {
        ObjectNode digests = JsonNodeFactory.instance.objectNode()
                .put("sha256", row.digest(row.fields().keySet(), row.flags())).put("flags", row.flags());
        row.fields().keySet().forEach(digests.withArray("columns")::add);
        return digests;
    }

    /** The record of an event, with {@code unchanged} and what differs now; empty when there is none. */
    public Optional<ObjectNode> recorded(Connection connection, long eventId) throws SQLException {
        Optional<ObjectNode> found = Statements.row(connection,
                """
                SELECT seq, at, encode(sha256, 'hex') AS sha256, detail FROM audit.record
                WHERE object_type = ? AND object_id = ? AND action = ? ORDER BY seq LIMIT 1""", OBJECT,
                Long.toString(eventId), ACTION);
        if (found.isPresent()) {
            String detail = found.get().remove("detail").asText();
            List<String> differences = differences(connection, eventId, detail);
            found.get().put("unchanged", differences.isEmpty());
            differences.forEach(found.get().withArray("differences")::add);
            found.get().set("digests", read(detail));
        }
        return found;
    }

    /** What of a record of evidence no longer is so, in words; empty when all is. */
    public static List<String> differences(Connection connection, long eventId, String detail) throws SQLException {
        JsonNode recorded = read(detail);
        Decision now = Decision.of(connection, eventId);
        List<String> differences = new ArrayList<>();
        if (recorded.has("event") && now.event().filter(row -> matches(row, recorded.path("event"))).isEmpty()) {
            differences.add("alert event " + eventId + " was changed or removed");
        }
        for (JsonNode reading : recorded.path("readings")) {
            compare(reading, now.readings(), differences);
        }
        return differences;
    }

    private static void compare(JsonNode recorded, List<Decision.Behind> readings, List<String> differences) {
        List<Decision.Behind> same = readings.stream().filter(behind -> names(behind.key(), recorded)).toList();
        String name = "%s of %s at %s".formatted(recorded.path("table_name").asText("reading"),
                recorded.path("device_id").asText(), recorded.path("observed_at").asText());
        if (recorded.has("sha256") && same.stream().flatMap(behind -> behind.row().stream())
                .noneMatch(row -> matches(row, recorded))) {
            differences.add(name + " was changed or removed");
        }
        String payload = recorded.path("payload_sha256").asText();
        if (!payload.isEmpty() && same.stream().noneMatch(behind -> behind.payloadSha256().equals(payload))) {
            differences.add("bytes of message %s, which brought %s, were changed or removed"
                    .formatted(recorded.path("message_id").asText(), name));
        }
    }

    private static boolean names(ObjectNode key, JsonNode recorded) {
        return key.properties().stream().allMatch(part -> part.getKey().equals("table_name")
                || part.getValue().equals(recorded.path(part.getKey())));
    }

    private static boolean matches(EvidenceRow row, JsonNode recorded) {
        Set<String> columns = new HashSet<>();
        recorded.path("columns").forEach(column -> columns.add(column.asText()));
        return row.digest(columns, recorded.path("flags").intValue()).equals(recorded.path("sha256").asText());
    }

    private static JsonNode read(String detail) {
        try {
            return MAPPER.readTree(detail);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the detail of a record is no JSON", e);
        }
    }
}
