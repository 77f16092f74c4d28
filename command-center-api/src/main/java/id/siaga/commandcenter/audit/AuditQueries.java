package id.siaga.commandcenter.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.sql.Conditions;
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
        Conditions asked = Conditions.NONE.and("seq < ?", before).where("actor = ?", filter.actor())
                .where("object_type = ?", filter.objectType()).where("object_id = ?", filter.objectId())
                .where("operation = ?", filter.operation()).where("at >= ?", filter.period().from())
                .where("at < ?", filter.period().to());
        return database.rowsPlannedAnew(
                """
                SELECT seq, at, actor, roles, operation, address, purpose, action, object_type, object_id,
                       detail::json AS detail, encode(sha256, 'hex') AS sha256
                FROM audit.record WHERE %s
                ORDER BY seq DESC LIMIT ?""".formatted(asked.sql()), asked.valuesAnd(limit));
    }
}
