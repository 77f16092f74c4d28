package id.siaga.commandcenter.incident;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.account.Scope;
import id.siaga.commandcenter.sql.Database;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads incidents and tickets as the API shows them, newest first. */
public record IncidentQueries(Database database) {

    /** Null means: any. {@code kecamatan} is a name or a code; {@code before} is the id the last page ended with. */
    public record Filter(@Nullable String state, @Nullable String priority, @Nullable String category,
            @Nullable String kecamatan, @Nullable Boolean open, long before, int limit) {
    }

    public List<ObjectNode> incidents(Scope scope, Filter filter) {
        return database.rows("""
                             SELECT v.* FROM command.incident_json v
                             WHERE v.id < ?
                               AND (?::text[] IS NULL OR v.kecamatan_code = ANY (?))
                               AND (?::text IS NULL OR v.state = ?)
                               AND (?::text IS NULL OR v.priority = ?)
                               AND (?::text IS NULL OR v.category = ?)
                               AND (?::text IS NULL OR ? IN (v.kecamatan, v.kecamatan_code))
                               AND (?::boolean IS NULL OR ? = (v.state IN
                                   ('BARU', 'DIVERIFIKASI', 'DITUGASKAN', 'MENUJU_LOKASI', 'DI_LOKASI', 'DITANGANI')))
                             ORDER BY v.id DESC LIMIT ?""", filter.before(), scope.codes(), scope.codes(),
                filter.state(), filter.state(),
                filter.priority(),
                filter.priority(), filter.category(), filter.category(), filter.kecamatan(), filter.kecamatan(),
                filter.open(), filter.open(), filter.limit());
    }

    /** Empty also when it lies out of {@code scope}. */
    public Optional<ObjectNode> incident(Scope scope, long id) {
        return database.row("""
                            SELECT * FROM command.incident_json
                            WHERE id = ? AND (?::text[] IS NULL OR kecamatan_code = ANY (?))""", id, scope.codes(),
                scope.codes());
    }

    public List<ObjectNode> timeline(long id) {
        return database.rows(
                """
                SELECT entry_id AS id, at, recorded_at, actor, entry, text, alert_id, event_id, from_state, to_state,
                       from_priority, to_priority
                FROM command.incident_timeline WHERE incident_id = ? ORDER BY entry_id""", id);
    }

    public List<ObjectNode> tickets(@Nullable String state, long before, int limit) {
        return database.rows("""
                             SELECT * FROM command.ticket_json WHERE id < ? AND (?::text IS NULL OR state = ?)
                             ORDER BY id DESC LIMIT ?""", before, state, state, limit);
    }

    public List<ObjectNode> openByPriority() {
        return database
                .rows("""
                      SELECT priority, count(*) AS count FROM command.incident
                      WHERE state IN ('BARU', 'DIVERIFIKASI', 'DITUGASKAN', 'MENUJU_LOKASI', 'DI_LOKASI', 'DITANGANI')
                      GROUP BY priority""");
    }
}
