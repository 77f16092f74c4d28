package id.siaga.commandcenter.dispatch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.account.Scope;
import id.siaga.commandcenter.sql.Database;
import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads assignments as the API shows them. */
public record Assignments(Database database) {

    /**
     * Of a row of {@code assignment_json}, with the codes of a scope three times: who may see its incident, in its own
     * kecamatan or one that it is shared with, or whose unit it is.
     */
    static final String SEEN = """
                               (?::text[] IS NULL OR EXISTS (
                                   SELECT FROM command.incident i
                                   WHERE i.incident_id = assignment_json.incident_id
                                     AND array_append(i.shared_with, i.kecamatan_code) && ?)
                                OR EXISTS (
                                   SELECT FROM command.unit u
                                   WHERE u.unit_id = assignment_json.unit_id AND u.kecamatan_code = ANY (?)))
                               """;

    /** Of the whole city, or as {@link #SEEN}; newest first. */
    public List<ObjectNode> all(Scope scope, @Nullable Boolean open, long before, int limit) {
        return database.rows(
                "SELECT * FROM command.assignment_json WHERE id < ? AND " + SEEN
                        + """
                          AND (?::boolean IS NULL OR ? = (cleared_at IS NULL))
                          ORDER BY id DESC LIMIT ?""",
                before, scope.codes(), scope.codes(), scope.codes(), open, open, limit);
    }

    /** What the units are sent to on which this account is on shift; the present ones. */
    public List<ObjectNode> mine(long accountId) {
        return database.rows("""
                             SELECT j.* FROM command.assignment_json j
                             WHERE j.cleared_at IS NULL AND EXISTS
                                 (SELECT 1 FROM command.shift s JOIN command.shift_member m USING (shift_id)
                                  WHERE s.unit_id = j.unit_id AND m.account_id = ? AND s.cancelled_at IS NULL
                                    AND s.starts_at <= now() AND s.ends_at > j.assigned_at)
                             ORDER BY j.incident_priority, j.id LIMIT 100""", accountId);
    }

    /** Of one incident, oldest first; the caller knows that it may be seen. */
    public List<ObjectNode> of(long incidentId) {
        return database.rows("SELECT * FROM command.assignment_json WHERE incident_id = ? ORDER BY id LIMIT 1000",
                incidentId);
    }

    static List<ObjectNode> these(Connection connection, List<Long> ids) throws SQLException {
        return Statements.rows(connection, """
                                           SELECT * FROM command.assignment_json
                                           WHERE id = ANY (string_to_array(?, ',')::bigint[]) ORDER BY id""",
                ids.stream().map(String::valueOf).collect(Collectors.joining(",")));
    }
}
