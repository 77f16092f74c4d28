package id.siaga.commandcenter.closure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.sql.Statements;
import id.siaga.commandcenter.stream.StreamLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;

/** Tells the incident's timeline and the live stream how a closure stands. */
public record ClosureNews(StreamLog stream, Clock clock) {
    /** Type of its stream events. */
    public static final String EVENT = "closure";

    /** Notes {@code text} in the timeline, and announces the closure, which is returned as it is now. */
    ObjectNode tell(Connection connection, long closureId, String actor, String text) throws SQLException {
        Instant now = clock.instant();
        Statements.execute(connection,
                """
                INSERT INTO command.incident_timeline (incident_id, at, recorded_at, actor, entry, text)
                SELECT incident_id, ?, ?, ?, 'noted', ? FROM command.closure WHERE closure_id = ?""", now, now, actor,
                text, closureId);
        return announced(connection, closureId);
    }

    /** More people hear the stream than may read closures: it says that there is one, not what is in it. */
    ObjectNode announced(Connection connection, long closureId) throws SQLException {
        ObjectNode closure = Statements.only(connection, "SELECT * FROM command.closure_json WHERE id = ?", closureId);
        stream.append(connection, EVENT,
                closure.deepCopy().retain("id", "incident_id", "number", "kecamatan_code", "state"));
        return closure;
    }
}
