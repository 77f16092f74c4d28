package id.siaga.commandcenter.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.sql.Database;
import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Appends and reads {@code command.stream_event}. */
public record StreamLog(Database database) {
    /** Notified at every commit that appended something. */
    public static final String CHANNEL = "siaga_stream";

    /** The part of the stream still kept: both ends inclusive, (0, 0) when nothing was ever written. */
    public record Kept(long first, long last) {

        /** Whether a client that has seen {@code id} can continue without missing anything. */
        public boolean canResumeAfter(long id) {
            return id >= first - 1 && id <= last;
        }
    }

    /**
     * Appends one event in the caller's transaction. The advisory lock is held until commit, so a smaller id is never
     * committed after a larger one; take it last, after every row lock.
     */
    public void append(Connection connection, String type, JsonNode data) throws SQLException {
        Statements.row(connection,
                """
                WITH turn AS MATERIALIZED (SELECT pg_advisory_xact_lock(hashtext('command.stream_event')))
                INSERT INTO command.stream_event (type, at, data) SELECT ?, clock_timestamp(), ?::jsonb FROM turn
                RETURNING pg_notify('siaga_stream', '')""", type, data.toString());
    }

    /**
     * Events after {@code id} in order, at most {@code limit}: {@code event_id, type, data}, and where it lies or has
     * left: {@code kecamatan_code, left_code}.
     */
    public List<ObjectNode> after(long id, int limit) {
        return database.rows("""
                             SELECT event_id, type, data::text AS data, data->>'kecamatan_code' AS kecamatan_code,
                                 coalesce(data->'shared_with', CASE WHEN type IN ('closure', 'escalation') THEN (
                                     SELECT to_jsonb(i.shared_with) FROM command.incident i
                                     WHERE i.incident_id = (data->>'incident_id')::bigint) END) AS shared_with,
                                 data->>'left' AS left_code
                             FROM command.stream_event
                             WHERE event_id > ? ORDER BY event_id LIMIT ?""", id, limit);
    }

    public Kept kept() {
        ObjectNode ends = database.row("""
                                       SELECT coalesce(min(event_id), 0) AS first, coalesce(max(event_id), 0) AS last
                                       FROM command.stream_event""").orElseThrow();
        return new Kept(ends.path("first").longValue(), ends.path("last").longValue());
    }

    /** Keeps about the newest {@code count} events. */
    public int prune(long count) {
        return database.execute("""
                                DELETE FROM command.stream_event
                                WHERE event_id <= (SELECT max(event_id) FROM command.stream_event) - ?""", count);
    }
}
