package id.siaga.commandcenter.enrolment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.sql.Database;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads who was not let in or not heard: one row a day, name, reason and door, the last of them described. */
public record Refusals(Database database) {

    /** Latest first, at most {@code limit}; null means any. */
    public List<ObjectNode> latest(@Nullable String user, @Nullable String reason, int limit) {
        return database.rows("""
                             SELECT day, user_name AS "user", reason, what, remote, door, count, first_at, last_at
                             FROM telemetry.connection_refusal
                             WHERE (?::text IS NULL OR user_name = ?) AND (?::text IS NULL OR reason = ?)
                             ORDER BY last_at DESC LIMIT ?""", user, user, reason, reason, limit);
    }
}
