package id.siaga.commandcenter.incident;

import id.siaga.commandcenter.account.Scope;
import id.siaga.commandcenter.sql.Database;
import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What people do to incidents: state, priority, notes; guarded by the version they last saw. */
public record IncidentDesk(Database database, IncidentMoves moves, List<Guard> guards, Clock clock,
        Duration reopenWithin) {

    /** Applies {@code change} if the incident lies in {@code scope} and is still at {@code version}. */
    public ChangeOutcome change(Scope scope, long id, int version, IncidentChange change, String actor) {
        return database.transaction(connection -> {
            Optional<Seen> seen = Seen.locked(connection, scope, id);
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
        Optional<String> objection = objection(connection, seen, change);
        if (objection.isPresent()) {
            return new ChangeOutcome.Guarded(objection.get());
        }
        if (isReopening(seen, change) && hasOpen(connection, seen.cause())) {
            return new ChangeOutcome.AlreadyOpen(seen.cause());
        }
        return new ChangeOutcome.Changed(moves.apply(connection, seen, change, actor));
    }

    private Optional<String> objection(Connection connection, Seen seen, IncidentChange change) throws SQLException {
        for (Guard guard : change.state().isPresent() ? guards : List.<Guard>of()) {
            Optional<String> objection = guard.objection(connection, seen.id(), change.state().get());
            if (objection.isPresent()) {
                return objection;
            }
        }
        return Optional.empty();
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
}
