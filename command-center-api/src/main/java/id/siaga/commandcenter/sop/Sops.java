package id.siaga.commandcenter.sop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.sql.Database;
import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The checklists in all their versions. A version is never changed; a newer one takes its place. */
public record Sops(Database database, Clock clock) {

    /** Newest first; of any category when null. */
    public List<ObjectNode> sops(@Nullable String category, long before, int limit) {
        return database.rows("""
                             SELECT * FROM command.sop_json WHERE id < ? AND (?::text IS NULL OR category = ?)
                             ORDER BY id DESC LIMIT ?""", before, category, category, limit);
    }

    /** Enters the next version of its category, valid from now for incidents whose list nobody has asked for yet. */
    public ObjectNode enter(SopSpec spec, String actor) {
        return database.transaction(connection -> {
            Statements.execute(connection, "SELECT pg_advisory_xact_lock(hashtext('command.sop'))");
            long id = Statements.only(connection,
                    """
                    INSERT INTO command.sop (category, version, title, source, status, valid_from, entered_by)
                    SELECT ?, coalesce(max(version), 0) + 1, ?, ?, ?, ?, ? FROM command.sop WHERE category = ?
                    RETURNING sop_id""", spec.category(), spec.title(), spec.source(),
                    spec.verified() ? "VERIFIED" : "UNVERIFIED", clock.instant(), actor, spec.category())
                    .path("sop_id").longValue();
            steps(connection, id, spec.steps());
            return Statements.only(connection, "SELECT * FROM command.sop_json WHERE id = ?", id);
        });
    }

    private static void steps(Connection connection, long id, List<SopSpec.Step> steps) throws SQLException {
        for (int i = 0; i < steps.size(); i++) {
            Statements.execute(connection, "INSERT INTO command.sop_step VALUES (?, ?, ?, ?)", id, i + 1,
                    steps.get(i).text(), steps.get(i).mandatory());
        }
    }
}
