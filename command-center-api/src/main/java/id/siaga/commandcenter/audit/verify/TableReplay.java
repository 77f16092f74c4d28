package id.siaga.commandcenter.audit.verify;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether rows are what the log says they became: finds what a superuser changed while the triggers were off. The
 * database replays and compares, spilling to its disk; only differences come here.
 */
public final class TableReplay {
    /** Tables of schema {@code command} whose rows count as evidence; V65 has put all that were older on record. */
    private static final List<String> WATCHED = List.of("incident", "closure", "account", "role_grant", "suspension",
            "offboarding", "incident_share", "assignment", "incident_timeline");
    private static final int AT_ONCE = 100;

    private final Connection connection;

    /** Uses the connection as it is, so that it sees what its transaction sees; it must not commit by itself. */
    public TableReplay(Connection connection) {
        this.connection = connection;
    }

    /** At most so many; empty when every row is as recorded. */
    public List<Finding> findings(int most) throws IOException {
        List<Finding> findings = new ArrayList<>();
        try (Statement setting = connection.createStatement()) {
            // As the trigger has them: both change what a value looks like as JSON.
            setting.execute("SET LOCAL timezone = 'UTC'");
            setting.execute("SET LOCAL bytea_output = 'hex'");
            for (String table : WATCHED) {
                compare(table, findings, most);
            }
        } catch (SQLException e) {
            throw new IOException(e);
        }
        return findings;
    }

    private void compare(String table, List<Finding> findings, int most) throws SQLException {
        try (PreparedStatement statement = connection
                .prepareStatement(differences(table))) {
            statement.setFetchSize(AT_ONCE);
            statement.setMaxRows(Math.max(1, most - findings.size()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next() && findings.size() < most) {
                    findings.add(new Finding(Finding.Kind.TABLE, rows.getLong("seq"), "%s %s %s".formatted(
                            table, rows.getString("id"), rows.getString("what"))));
                }
            }
        }
    }

    /** Columns added later have their default in old rows. */
    private static String differences(String table) {
        return """
               WITH how AS (
                   SELECT string_to_array(a[1], ',') AS keys, string_to_array(a[2], ',') AS hidden,
                          string_to_array(a[3], ',') AS personal, string_to_array(a[4], ',') AS bytes,
                          string_to_array(a[5], ',') || coalesce((
                              SELECT array_agg(attname::text) FROM pg_attribute
                              WHERE attrelid = 'command.%1$s'::regclass AND attgenerated <> ''), '{}') AS ignored,
                          (SELECT coalesce(jsonb_object_agg(attname, array_to_json(attmissingval)::jsonb -> 0), '{}')
                           FROM pg_attribute
                           WHERE attrelid = 'command.%1$s'::regclass AND atthasmissing) AS added
                   FROM audit.arguments('command.%1$s') AS a),
               told AS (
                   SELECT object_id AS id, seq, action, detail::jsonb -> 'new' AS new,
                          max(seq) FILTER (WHERE action <> 'update') OVER (PARTITION BY object_id) AS since
                   FROM audit.record
                   WHERE object_type = '%1$s' AND action IN ('insert', 'stock', 'update', 'delete')
                     AND seq > coalesce((SELECT max(seq) FROM audit.record
                         WHERE object_type = '%1$s' AND action = 'truncate'), 0)),
               newest AS (
                   SELECT t.id, max(t.seq) AS seq, bool_or(t.action IN ('insert', 'stock')) AS whole,
                          bool_or(t.action = 'delete') AS gone,
                          coalesce(jsonb_object_agg(c.key, c.value ORDER BY t.seq)
                              FILTER (WHERE c.key IS NOT NULL), '{}') AS said
                   FROM told t LEFT JOIN LATERAL jsonb_each(t.new) AS c ON true
                   WHERE t.since IS NULL OR t.seq >= t.since
                   GROUP BY t.id),
               stored AS (
                   SELECT to_jsonb(s) AS row, (
                       SELECT string_agg(audit.shown(key, to_jsonb(s) -> key, hidden, personal, bytes) #>> '{}',
                           '/' ORDER BY place)
                       FROM how, unnest(keys) WITH ORDINALITY AS k (key, place)) AS id
                   FROM command.%1$s s)
               SELECT * FROM (
                   SELECT coalesce(n.id, s.id) AS id, coalesce(n.seq, 0) AS seq,
                       CASE WHEN s.id IS NULL THEN CASE WHEN NOT n.gone THEN 'is gone' END
                            WHEN n.id IS NULL OR NOT (n.whole OR n.gone) THEN 'was never recorded'
                            WHEN n.gone THEN 'was recorded as deleted and is there'
                            ELSE (SELECT 'differs in ' || string_agg(c.key, ', ' ORDER BY c.key)
                                FROM how, jsonb_each(s.row) AS c
                                WHERE c.key <> ALL (ignored) AND (n.whole OR jsonb_exists(n.said, c.key))
                                  AND audit.shown(c.key, c.value, hidden, personal, bytes)
                                      IS DISTINCT FROM coalesce(n.said -> c.key, 'null')
                                  AND (jsonb_exists(n.said, c.key) OR c.value IS DISTINCT FROM added -> c.key)
                                  AND NOT (n.said -> c.key IS NOT DISTINCT FROM '"(pribadi)"' AND c.value <> 'null'))
                       END AS what
                   FROM newest n FULL JOIN stored s ON s.id = n.id) AS each
               WHERE what IS NOT NULL"""
                .formatted(table);
    }
}
