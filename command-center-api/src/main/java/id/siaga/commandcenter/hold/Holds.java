package id.siaga.commandcenter.hold;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.device.DevicePeriod;
import id.siaga.commandcenter.sql.Database;
import id.siaga.commandcenter.sql.Statements;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Places, lists and releases legal holds. A row is never deleted: who held what, and who let it go, stays known. */
public record Holds(Database database) {
    private static final String FIELDS = """
                                         hold_id AS id, reason, placed_by, placed_at, to_jsonb(device_ids) AS device_ids, from_at AS "from",
                                         to_at AS "to", released_by, released_at""";

    /** Which of the named devices nobody has registered: a hold on a name that is spelled wrongly holds nothing. */
    public List<String> unknownDevices(DevicePeriod request) {
        String @Nullable [] named = request.deviceIds();
        return named == null
                ? List.of()
                : database.rows("""
                                SELECT id FROM unnest(?::text[]) WITH ORDINALITY AS asked (id, place)
                                WHERE NOT EXISTS (SELECT FROM telemetry.device WHERE device_id = asked.id)
                                ORDER BY place""", (Object) named).stream().map(row -> row.path("id").asText())
                        .toList();
    }

    /** Waits for a removal under way; from its return on nothing it covers is removed. */
    public ObjectNode place(DevicePeriod request, String user) {
        return database.transaction(connection -> Statements.only(connection,
                """
                INSERT INTO telemetry.legal_hold (reason, placed_by, device_ids, from_at, to_at)
                VALUES (?, ?, ?, ?, ?) RETURNING %s""".formatted(FIELDS), request.reason(), user, request.deviceIds(),
                request.from(), request.to()));
    }

    /** Newest first, ids below {@code before}; all, or only those still (not) in force. */
    public List<ObjectNode> newest(@Nullable Boolean released, long before, int limit) {
        return database.rows("""
                             SELECT %s FROM telemetry.legal_hold
                             WHERE hold_id < ? AND (?::boolean IS NULL OR (released_at IS NOT NULL) = ?)
                             ORDER BY hold_id DESC LIMIT ?""".formatted(FIELDS), before, released, released, limit);
    }

    /** The hold, released now or before; empty when there is none. The first release is the one that counts. */
    public Optional<ObjectNode> release(long id, String user) {
        database.execute("""
                         UPDATE telemetry.legal_hold SET released_by = ?, released_at = now()
                         WHERE hold_id = ? AND released_at IS NULL""", user, id);
        return database.row("SELECT %s FROM telemetry.legal_hold WHERE hold_id = ?".formatted(FIELDS), id);
    }
}
