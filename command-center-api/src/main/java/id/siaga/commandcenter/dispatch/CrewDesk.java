package id.siaga.commandcenter.dispatch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.incident.Timeline;
import id.siaga.commandcenter.sql.Database;
import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What happens on an assignment after it was given: the crew itself says so, or the desk for them. */
public final class CrewDesk {
    private final Database database;
    private final UnitLife life;
    private final Releases releases;
    private final Timeline timeline;

    CrewDesk(Database database, UnitLife life, Releases releases, Timeline timeline) {
        this.database = database;
        this.life = life;
        this.releases = releases;
        this.timeline = timeline;
    }

    /** An assignment whose incident and unit are locked. */
    private record Held(long id, long incidentId, long unitId, String callSign) {
    }

    private interface Deed {
        void to(Connection connection, Held held, Instant now) throws SQLException;
    }

    public ObjectNode progress(Asker asker, long assignmentId, Step step, Optional<String> note) {
        return on(asker, assignmentId, (connection, held, now) -> {
            Statements.execute(connection,
                    "UPDATE command.assignment SET " + step.assignments() + " WHERE assignment_id = ?", now, held.id());
            if (step == Step.CLEARED) {
                Statements.execute(connection, "UPDATE command.assignment SET cleared_by = ? WHERE assignment_id = ?",
                        asker.user(), held.id());
            }
            say(connection, asker, held, step.words(), note);
        });
    }

    public ObjectNode release(Asker asker, long assignmentId, String reason) {
        return on(asker, assignmentId,
                (connection, held, now) -> releases.release(connection, held.unitId(), asker.user(), now, reason));
    }

    /** The crew is well. */
    public ObjectNode checkIn(Asker asker, long assignmentId, Optional<String> note) {
        return on(asker, assignmentId, (connection, held, now) -> {
            Statements.execute(connection,
                    "INSERT INTO command.check_in (assignment_id, at, actor, note) VALUES (?, ?, ?, ?)", held.id(), now,
                    asker.user(), note.orElse(null));
            say(connection, asker, held, "aman", note);
        });
    }

    public ObjectNode note(Asker asker, long assignmentId, String note) {
        return on(asker, assignmentId,
                (connection, held, now) -> say(connection, asker, held, "catatan", Optional.of(note)));
    }

    private void say(Connection connection, Asker asker, Held held, String words, Optional<String> note)
            throws SQLException {
        timeline.note(connection, held.incidentId(), asker.user(),
                "%s: %s%s".formatted(held.callSign(), words, note.map(text -> " (" + text + ")").orElse("")));
    }

    private ObjectNode on(Asker asker, long assignmentId, Deed deed) {
        return database.transaction(connection -> {
            Held held = held(connection, asker, assignmentId);
            Locks.all(connection, List.of(held.incidentId()), List.of(held.unitId()));
            if (Statements.row(connection,
                    "SELECT 1 FROM command.assignment WHERE assignment_id = ? AND cleared_at IS NULL", held.id())
                    .isEmpty()) {
                throw new Refusal(Refusal.Why.ENDED, "penugasan sudah berakhir (assignment has ended)");
            }
            deed.to(connection, held, life.now());
            life.judge(connection, held.unitId(), asker.user());
            return Assignments.these(connection, List.of(held.id())).getFirst();
        });
    }

    private static Held held(Connection connection, Asker asker, long assignmentId) throws SQLException {
        @Nullable
        String[] codes = asker.scope().codes();
        return Statements.row(connection,
                "SELECT id, incident_id, unit_id, call_sign FROM command.assignment_json WHERE id = ? AND ("
                        + Assignments.SEEN
                        + """
                          OR EXISTS
                              (SELECT 1 FROM command.shift s JOIN command.shift_member m USING (shift_id)
                               WHERE s.unit_id = assignment_json.unit_id AND m.account_id = ? AND s.cancelled_at IS NULL
                                 AND s.starts_at <= now() AND s.ends_at > assignment_json.assigned_at))""",
                assignmentId, codes, codes, codes, asker.accountId())
                .map(row -> new Held(row.path("id").longValue(), row.path("incident_id").longValue(),
                        row.path("unit_id").longValue(), row.path("call_sign").asText()))
                .orElseThrow(() -> new Refusal(Refusal.Why.MISSING, "penugasan " + assignmentId));
    }
}
