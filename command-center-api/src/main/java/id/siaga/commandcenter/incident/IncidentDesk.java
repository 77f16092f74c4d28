package id.siaga.commandcenter.incident;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.account.Scope;
import id.siaga.commandcenter.sql.Database;
import id.siaga.commandcenter.sql.Statements;
import id.siaga.commandcenter.stream.StreamLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What people do to incidents: state, priority, notes; guarded by the version they last saw. */
public record IncidentDesk(Database database, StreamLog stream, Timeline timeline, Clock clock, Duration reopenWithin) {

    private record Seen(long id, String cause, IncidentState state, Priority priority, int version,
            Optional<Instant> finishedAt) {

        static Seen of(ObjectNode row) {
            return new Seen(row.path("incident_id").longValue(), row.path("cause").asText(),
                    IncidentState.valueOf(row.path("state").asText()),
                    Priority.valueOf(row.path("priority").asText()), row.path("version").intValue(),
                    Optional.ofNullable(row.path("finished_at").textValue()).map(Instant::parse));
        }
    }

    /** Applies {@code change} if the incident lies in {@code scope} and is still at {@code version}. */
    public ChangeOutcome change(Scope scope, long id, int version, IncidentChange change, String actor) {
        return database.transaction(connection -> {
            Optional<Seen> seen = Statements.row(connection,
                    """
                    SELECT incident_id, cause, state, priority, version, finished_at FROM command.incident
                    WHERE incident_id = ? AND (?::text[] IS NULL OR kecamatan_code = ANY (?)) FOR UPDATE""", id,
                    scope.codes(), scope.codes()).map(Seen::of);
            return seen.isEmpty()
                    ? new ChangeOutcome.Missing()
                    : judged(connection, seen.get(), version, change, actor);
        });
    }

    private ChangeOutcome judged(Connection connection, Seen seen, int version, IncidentChange change, String actor)
            throws SQLException {
        if (seen.version() != version) {
            return new ChangeOutcome.Stale(seen.version());
        }
        Set<IncidentState> allowed = allowed(seen);
        if (change.state().isPresent() && !allowed.contains(change.state().get())) {
            return new ChangeOutcome.Illegal(seen.state(), allowed);
        }
        if (isReopening(seen, change) && hasOpen(connection, seen.cause())) {
            return new ChangeOutcome.AlreadyOpen(seen.cause());
        }
        return new ChangeOutcome.Changed(applied(connection, seen, change, actor));
    }

    private Set<IncidentState> allowed(Seen seen) {
        Set<IncidentState> allowed = EnumSet.copyOf(seen.state().next());
        boolean tooLate = seen.finishedAt().map(at -> at.plus(reopenWithin).isBefore(clock.instant())).orElse(false);
        if (tooLate) {
            allowed.removeIf(IncidentState::isOpen);
        }
        return allowed;
    }

    private static boolean isReopening(Seen seen, IncidentChange change) {
        return !seen.state().isOpen() && change.state().map(IncidentState::isOpen).orElse(false);
    }

    private static boolean hasOpen(Connection connection, String cause) throws SQLException {
        // The inbox lock: nobody opens one for this cause between the look and the commit.
        Statements.execute(connection, "SELECT pg_advisory_xact_lock(hashtext('command.alert_inbox'))");
        return Statements.row(connection,
                """
                SELECT 1 FROM command.incident
                WHERE cause = ?
                  AND state IN ('BARU', 'DIVERIFIKASI', 'DITUGASKAN', 'MENUJU_LOKASI', 'DI_LOKASI', 'DITANGANI')""",
                cause).isPresent();
    }

    private ObjectNode applied(Connection connection, Seen seen, IncidentChange change, String actor)
            throws SQLException {
        IncidentState state = change.state().orElse(seen.state());
        Instant now = clock.instant();
        Statements.execute(connection,
                """
                UPDATE command.incident SET state = ?, priority = ?, updated_at = ?, finished_at = ?,
                    version = version + 1
                WHERE incident_id = ?""", state.name(), change.priority().orElse(seen.priority()).name(), now,
                state.isOpen() ? null : seen.finishedAt().orElse(now), seen.id());
        timeline.of(seen.id()).person(connection, actor, change, seen.state(), seen.priority());
        ObjectNode incident = Statements.only(connection, "SELECT * FROM command.incident_json WHERE id = ?",
                seen.id());
        stream.append(connection, "incident", incident);
        return incident;
    }
}
