package id.siaga.commandcenter.incident;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.audit.EvidenceLog;
import id.siaga.commandcenter.reading.ReadingSpan;
import id.siaga.commandcenter.reading.ReadingWords;
import id.siaga.commandcenter.sql.Database;
import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Leads from an incident to the exact readings behind each alert decision, and to the bytes the device sent; from where
 * they are kept aside when their table let them go.
 */
public record Evidence(Database database, EvidenceLog ledger) {

    /** Each alert event of the incident with its {@code readings}, payload as base64 and its SHA-256 in hex; {@code recorded} is the audit record made of it when people were told. */
    public List<ObjectNode> of(long incidentId) {
        return database.transaction(connection -> {
            Map<Long, ObjectNode> events = events(connection, incidentId);
            Optional<ReadingSpan> span = ReadingSpan.ofIncident(connection, incidentId);
            if (span.isPresent()) {
                for (String table : ReadingWords.TABLES) {
                    attach(connection, new Sought(incidentId, table, span.get()), events);
                }
            }
            for (Map.Entry<Long, ObjectNode> event : events.entrySet()) {
                event.getValue().set("recorded", ledger.recorded(connection, event.getKey()).orElse(null));
            }
            return List.copyOf(events.values());
        });
    }

    private record Sought(long incidentId, String table, ReadingSpan span) {
    }

    private static Map<Long, ObjectNode> events(Connection connection, long incidentId) throws SQLException {
        Map<Long, ObjectNode> events = new LinkedHashMap<>();
        for (ObjectNode event : Statements.rows(connection,
                """
                SELECT e.event_id, e.alert_id, a.rule_id, a.device_id, a.component, e.change, e.code, e.level,
                       e.severity, e.title, e.value, e.unit, e.at, e.judged_by, e.decided_at
                FROM command.incident_alert l
                JOIN telemetry.alert a USING (alert_id)
                JOIN telemetry.alert_event e USING (alert_id)
                WHERE l.incident_id = ? ORDER BY e.event_id""", incidentId)) {
            event.putArray("readings");
            events.put(event.path("event_id").longValue(), event);
        }
        return events;
    }

    private static void attach(Connection connection, Sought sought, Map<Long, ObjectNode> events)
            throws SQLException {
        for (ObjectNode reading : Statements.rowsPlannedAnew(connection,
                """
                SELECT v.event_id AS decided, '%1$s' AS "table", r.*, v.message_id::text AS message_id,
                       m.topic, m.format, m.payload, encode(sha256(m.payload), 'hex') AS payload_sha256
                FROM command.incident_alert l
                JOIN telemetry.alert_event e USING (alert_id)
                JOIN telemetry.alert_evidence v USING (event_id)
                CROSS JOIN LATERAL (
                    SELECT kept.* FROM telemetry.%1$s kept WHERE kept.device_id = v.device_id
                        AND kept.observed_at = v.observed_at AND kept.message_id = v.message_id
                        AND kept.observed_at BETWEEN ? AND ?
                    UNION ALL
                    SELECT again.* FROM telemetry.evidence_reading k,
                        jsonb_populate_record(NULL::telemetry.%1$s, k.reading) again
                    WHERE k.table_name = '%1$s' AND k.device_id = v.device_id AND k.observed_at = v.observed_at
                        AND k.message_id = v.message_id) r
                LEFT JOIN LATERAL (
                    SELECT topic, format, payload FROM telemetry.message WHERE message_id = v.message_id
                    UNION ALL
                    SELECT topic, format, payload FROM telemetry.evidence_message WHERE message_id = v.message_id
                    LIMIT 1) m ON true
                WHERE l.incident_id = ?
                ORDER BY v.event_id, r.observed_at, r.device_id""".formatted(sought.table()), sought.span().first(),
                sought.span().last(), sought.incidentId())) {
            long decided = reading.remove("decided").longValue();
            @Nullable
            ObjectNode event = events.get(decided);
            if (event != null) {
                event.withArray("readings").add(ReadingWords.spelled(reading));
            }
        }
    }
}
