package id.siaga.commandcenter.closure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.account.Scope;
import id.siaga.commandcenter.sql.Database;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads closures as the API shows them, newest first. */
public record ClosureQueries(Database database) {

    /** Null means: any. {@code before} is the id the last page ended with. */
    public record Filter(@Nullable String state, @Nullable Long incidentId, long before, int limit) {
    }

    public List<ObjectNode> closures(Scope scope, Filter filter) {
        return database.rows(
                """
                SELECT * FROM command.closure_json
                WHERE id < ? AND (?::text[] IS NULL OR EXISTS (SELECT FROM command.incident i
                    WHERE i.incident_id = closure_json.incident_id AND array_append(i.shared_with, i.kecamatan_code) && ?))
                  AND (?::text IS NULL OR state = ?) AND (?::bigint IS NULL OR incident_id = ?)
                ORDER BY id DESC LIMIT ?""",
                filter.before(), scope.codes(), scope.codes(),
                filter.state(), filter.state(), filter.incidentId(), filter.incidentId(), filter.limit());
    }

    /** What closing demands, by category. */
    public List<ObjectNode> requirements() {
        return database.rows("""
                             SELECT category, photos, radius_m, least_s, proposed, source, status
                             FROM command.closure_requirement ORDER BY category""");
    }

    /** Empty also when its incident lies out of {@code scope}. */
    public Optional<ObjectNode> closure(Scope scope, long id) {
        return database.row(
                """
                SELECT * FROM command.closure_json
                WHERE id = ? AND (?::text[] IS NULL OR EXISTS (SELECT FROM command.incident i
                     WHERE i.incident_id = closure_json.incident_id AND array_append(i.shared_with, i.kecamatan_code) && ?))""",
                id, scope.codes(),
                scope.codes());
    }

    /**
     * What the public may see of an incident's closure: {@code photo_id, captured_at, media_type, content, thumbnail};
     * no names, no positions, nothing a camera wrote.
     *
     * @param number as people say it, such as TBN-20261121-0001
     */
    public List<ObjectNode> publicPhotos(String number) {
        return database.rows("SELECT * FROM command.public_closure_photo WHERE number = ? ORDER BY photo_id", number);
    }
}
