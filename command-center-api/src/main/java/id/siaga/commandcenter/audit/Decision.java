package id.siaga.commandcenter.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.reading.ReadingSpan;
import id.siaga.commandcenter.reading.ReadingWords;
import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An alert event as it stands in the tables now: what was decided, the readings it was decided by, and the bytes they
 * came in; from where they are kept aside when their table let them go.
 */
record Decision(Optional<EvidenceRow> event, List<Behind> readings) {
    private static final String READINGS = ReadingWords.TABLES.stream()
            .map("""
                 SELECT '%1$s' AS table_name, to_jsonb(k) AS reading FROM telemetry.%1$s k
                 WHERE k.device_id = v.device_id AND k.observed_at = v.observed_at
                     AND k.message_id = v.message_id AND k.observed_at BETWEEN ? AND ?
                 UNION ALL
                 """::formatted)
            .collect(Collectors.joining());
    private static final String BEHIND = """
                                         SELECT v.device_id, v.observed_at, v.message_id::text AS message_id, r.table_name, r.reading,
                                                encode(sha256(m.payload), 'hex') AS payload_sha256
                                         FROM telemetry.alert_evidence v
                                         LEFT JOIN LATERAL (%s
                                             SELECT k.table_name, k.reading FROM telemetry.evidence_reading k
                                             WHERE k.device_id = v.device_id AND k.observed_at = v.observed_at
                                                 AND k.message_id = v.message_id) r ON true
                                         LEFT JOIN LATERAL (
                                             SELECT payload FROM telemetry.message WHERE message_id = v.message_id
                                             UNION ALL
                                             SELECT payload FROM telemetry.evidence_message WHERE message_id = v.message_id
                                             LIMIT 1) m ON true
                                         WHERE v.event_id = ? ORDER BY v.observed_at, v.device_id, r.table_name
                                         """
            .formatted(READINGS);

    /**
     * One reading.
     *
     * @param row empty when it is gone
     * @param payloadSha256 hex, empty when the bytes are gone
     */
    record Behind(ObjectNode key, Optional<EvidenceRow> row, String payloadSha256) {

        static Behind of(ObjectNode found) {
            JsonNode reading = found.remove("reading");
            String payload = found.remove("payload_sha256").asText("");
            return new Behind(found, reading.isNull() ? Optional.empty() : Optional.of(EvidenceRow.of(reading)),
                    payload);
        }
    }

    static Decision of(Connection connection, long eventId) throws SQLException {
        return new Decision(
                Statements.row(connection,
                        """
                        SELECT e.*, a.rule_id, a.device_id, a.component, a.cause FROM telemetry.alert_event e
                        JOIN telemetry.alert a USING (alert_id) WHERE e.event_id = ?""", eventId)
                        .map(EvidenceRow::of),
                behind(connection, eventId));
    }

    private static List<Behind> behind(Connection connection, long eventId) throws SQLException {
        Optional<ReadingSpan> span = ReadingSpan.ofEvent(connection, eventId);
        if (span.isEmpty()) {
            return List.of();
        }
        Stream<Object> ofEach = ReadingWords.TABLES.stream()
                .flatMap(table -> Stream.of(span.get().first(), span.get().last()));
        return Statements
                .rowsPlannedAnew(connection, BEHIND, Stream.concat(ofEach, Stream.of(eventId)).toArray()).stream()
                .map(Behind::of).toList();
    }
}
