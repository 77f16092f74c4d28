package id.siaga.commandcenter.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.sql.Database;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who did or looked at what, newest first. */
public record AuditQueries(Database database) {

    /** Null means any. */
    public record Filter(@Nullable String actor, @Nullable String objectType, @Nullable String objectId,
            @Nullable String operation, Period period) {
    }

    /** {@code from} inclusive, {@code to} exclusive; null is unbounded. */
    public record Period(@Nullable Instant from, @Nullable Instant to) {
    }

    /** Records with a {@code seq} below {@code before}. */
    public List<ObjectNode> search(Filter filter, long before, int limit) {
        Period period = filter.period();
        return database.rows(
                """
                SELECT seq, at, actor, roles, operation, address, purpose, action, object_type, object_id,
                       detail::json AS detail, encode(sha256, 'hex') AS sha256
                FROM audit.record
                WHERE seq < ?
                  AND (?::text IS NULL OR actor = ?) AND (?::text IS NULL OR object_type = ?)
                  AND (?::text IS NULL OR object_id = ?) AND (?::text IS NULL OR operation = ?)
                  AND (?::timestamptz IS NULL OR at >= ?) AND (?::timestamptz IS NULL OR at < ?)
                ORDER BY seq DESC LIMIT ?""", before, filter.actor(), filter.actor(), filter.objectType(),
                filter.objectType(), filter.objectId(), filter.objectId(), filter.operation(), filter.operation(),
                period.from(), period.from(), period.to(), period.to(), limit);
    }
}
