package id.siaga.commandcenter.alert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.sql.Conditions;
import id.siaga.commandcenter.sql.Database;
import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads alerts as the API shows them, newest first. */
public record AlertQueries(Database database) {
    private static final String SELECT = """
                                         SELECT a.alert_id AS id, a.rule_id, a.device_id, a.component, a.code, a.level, a.severity, a.opens,
                                                a.category, a.priority, a.cause, a.title, a.value, a.unit, a.opened_at, a.changed_at,
                                                a.cleared_at, a.decided_at,
                                                (SELECT max(l.incident_id) FROM command.incident_alert l WHERE l.alert_id = a.alert_id)
                                                    AS incident_id,
                                                (SELECT max(l.ticket_id) FROM command.ticket_alert l WHERE l.alert_id = a.alert_id) AS ticket_id
                                         FROM telemetry.alert a
                                         """;

    private static final String UNATTENDED = """
                                             (a.cleared_at IS NULL AND a.opens = 'incident' AND NOT EXISTS (
                                                 SELECT FROM command.incident_alert l JOIN command.incident i USING (incident_id)
                                                 WHERE l.alert_id = a.alert_id AND i.urgency < 9))""";

    /**
     * Null means: any.
     *
     * @param unattended whether it still stands although no open incident has it any more
     */
    public record Filter(@Nullable String severity, @Nullable String deviceId, @Nullable Boolean open,
            @Nullable Boolean unattended, long before, int limit) {
    }

    public List<ObjectNode> alerts(Filter filter) {
        Conditions asked = Conditions.NONE.and("a.alert_id < ?", filter.before())
                .where("a.severity = ?", filter.severity()).where("a.device_id = ?", filter.deviceId())
                .either(filter.open(), "a.cleared_at IS NULL", "a.cleared_at IS NOT NULL")
                .either(filter.unattended(), UNATTENDED, "NOT " + UNATTENDED);
        return database.rowsPlannedAnew(SELECT + "WHERE %s ORDER BY a.alert_id DESC LIMIT ?".formatted(asked.sql()),
                asked.valuesAnd(filter.limit()));
    }

    public Optional<ObjectNode> one(Connection connection, long alertId) throws SQLException {
        return Statements.row(connection, SELECT + "WHERE a.alert_id = ?", alertId);
    }
}
