package id.siaga.commandcenter.reading;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/**
 * From the first to the last reading behind a decision, event time, both included. With it in a statement the database
 * opens the partitions between them only; without it, each day of each table that holds readings.
 */
public record ReadingSpan(Instant first, Instant last) {

    /** Of all alerts of an incident; empty when no reading led to it. */
    public static Optional<ReadingSpan> ofIncident(Connection connection, long incidentId) throws SQLException {
        return Statements.row(connection, """
                                          SELECT min(v.observed_at) AS first, max(v.observed_at) AS last
                                          FROM command.incident_alert l
                                          JOIN telemetry.alert_event e USING (alert_id)
                                          JOIN telemetry.alert_evidence v USING (event_id)
                                          WHERE l.incident_id = ? HAVING count(*) > 0""", incidentId)
                .map(ReadingSpan::of);
    }

    /** Of one alert event; empty when no reading led to it. */
    public static Optional<ReadingSpan> ofEvent(Connection connection, long eventId) throws SQLException {
        return Statements.row(connection, """
                                          SELECT min(observed_at) AS first, max(observed_at) AS last
                                          FROM telemetry.alert_evidence WHERE event_id = ? HAVING count(*) > 0""",
                eventId).map(ReadingSpan::of);
    }

    private static ReadingSpan of(ObjectNode row) {
        return new ReadingSpan(Instant.parse(row.path("first").asText()), Instant.parse(row.path("last").asText()));
    }
}
