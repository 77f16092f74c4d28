package id.siaga.commandcenter.incident;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.account.Scope;
import id.siaga.commandcenter.sql.Statements;
import id.siaga.commandcenter.stream.StreamLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The one way an incident's state changes, whoever asks: people at the desk, units on their way, a closure. */
public record IncidentMoves(StreamLog stream, Timeline timeline, Escalations escalations, Clock clock) {

    /**
     * Moves it in the caller's transaction, whose row locks must be taken before. Not for DUPLIKAT and DITERUSKAN, which
     * need more than a note.
     *
     * @param actor the user who did what moves it, or a part of the system
     * @return false when it may not go there from its present state, or not without a note, or is not there
     */
    public boolean to(Connection connection, long incidentId, IncidentState to, String actor, String note)
            throws SQLException {
        Optional<Seen> seen = Seen.locked(connection, Scope.CITY, incidentId)
                .filter(each -> Transition.between(each.state(), to)
                        .filter(rule -> rule.words() == Transition.Words.OPTIONAL || !note.isBlank()).isPresent());
        boolean reopened = seen.isPresent() && !seen.get().state().isOpen() && to.isOpen();
        if (seen.isEmpty() || to == IncidentState.DUPLIKAT || to == IncidentState.DITERUSKAN
                || (reopened && seen.get().isCauseOpen(connection))) {
            return false;
        }
        Move move = to == IncidentState.DIVERIFIKASI ? new Move.Verified(Verification.VALID) : new Move.On(to);
        apply(connection, seen.get(), IncidentChange.moving(move, note), actor);
        return true;
    }

    /** To save life or limb it is acted on before anybody has verified it; in the caller's transaction. */
    public void override(Connection connection, long incidentId, String actor, String reason) throws SQLException {
        Optional<Seen> seen = Seen.locked(connection, Scope.CITY, incidentId)
                .filter(each -> each.state() == IncidentState.BARU);
        if (seen.isPresent()) {
            apply(connection, seen.get(), IncidentChange.moving(new Move.Verified(Verification.OVERRIDE), reason),
                    actor);
        }
    }

    /** Life and safety do not wait for somebody to look: a device's P1 counts as examined. */
    void verifyUrgent(Connection connection, long incidentId) throws SQLException {
        Optional<Seen> seen = Seen.locked(connection, Scope.CITY, incidentId)
                .filter(each -> each.state() == IncidentState.BARU && each.priority() == Priority.P1);
        if (seen.isPresent()) {
            apply(connection, seen.get(), IncidentChange.moving(new Move.Verified(Verification.VALID),
                    "P1 dari perangkat: terverifikasi otomatis (verified by itself)"), Timeline.SYSTEM);
        }
    }

    /** Starts its clocks, tells who must know, and shows it; for whoever wrote a new incident in this transaction. */
    public ObjectNode opened(Connection connection, long incidentId, Priority priority) throws SQLException {
        Clocks clocks = new Clocks(connection, incidentId);
        clocks.start(ClockName.running(IncidentState.BARU), priority, clock.instant());
        clocks.sum();
        escalations.raise(connection, incidentId, Escalations.OPENED, priority);
        return publish(connection, incidentId);
    }

    /** Its priority was raised by alerts: deadlines move, who must know is told, and nothing stands still any longer. */
    void raised(Connection connection, long incidentId, Priority before) throws SQLException {
        Seen seen = Seen.locked(connection, Scope.CITY, incidentId).orElseThrow();
        if (seen.paused()) {
            new Pauses(timeline, clock).end(connection, seen, Timeline.SYSTEM);
        }
        Clocks clocks = new Clocks(connection, incidentId);
        clocks.reprioritise(seen.state(), before, seen.priority(), clock.instant());
        clocks.sum();
        escalations.raise(connection, incidentId, Escalations.OPENED, seen.priority());
    }

    ObjectNode apply(Connection connection, Seen seen, IncidentChange change, String actor) throws SQLException {
        Instant now = clock.instant();
        if (seen.paused() && !change.isOnlyNote()) {
            new Pauses(timeline, clock).end(connection, seen, actor);
        }
        write(connection, seen, change, now);
        if (change.move().isPresent()) {
            write(connection, seen, change.move().get(), actor, now);
        }
        tick(connection, seen, change, now);
        timeline.of(seen.id()).person(connection, actor, change, seen.state(), seen.priority());
        return publish(connection, seen.id());
    }

    private static void write(Connection connection, Seen seen, IncidentChange change, Instant now)
            throws SQLException {
        IncidentState state = change.stateAfter(seen.state());
        Statements.execute(connection,
                """
                UPDATE command.incident SET state = ?, priority = ?, category = coalesce(?, category), updated_at = ?,
                    finished_at = ?, version = version + 1
                WHERE incident_id = ?""", state.name(), change.priority().orElse(seen.priority()).name(),
                change.category().orElse(null), now, state.isOpen() ? null : seen.finishedAt().orElse(now), seen.id());
    }

    private static void write(Connection connection, Seen seen, Move move, String actor, Instant now)
            throws SQLException {
        @Nullable
        Verification outcome = Verification.by(move, seen.state()).orElse(null);
        Statements.execute(connection,
                """
                UPDATE command.incident SET duplicate_of = coalesce(?, duplicate_of),
                    forwarded_to = coalesce(?, forwarded_to), verification = coalesce(found, verification),
                    verified_by = CASE WHEN found IS NULL THEN verified_by ELSE ? END,
                    verified_at = CASE WHEN found IS NULL THEN verified_at ELSE ? END
                FROM (SELECT ?::text AS found) outcome WHERE incident_id = ?""",
                move instanceof Move.DuplicateOf duplicate ? duplicate.incidentId() : null,
                move instanceof Move.Forwarded forwarded ? forwarded.agency() : null, actor, now,
                outcome == null ? null : outcome.name(), seen.id());
    }

    private void tick(Connection connection, Seen seen, IncidentChange change, Instant now) throws SQLException {
        Priority priority = change.priority().orElse(seen.priority());
        Clocks clocks = new Clocks(connection, seen.id());
        if (priority != seen.priority()) {
            clocks.reprioritise(seen.state(), seen.priority(), priority, now);
        }
        clocks.move(seen.state(), change.stateAfter(seen.state()), priority, now);
        clocks.sum();
        if (priority.compareTo(seen.priority()) < 0) {
            escalations.raise(connection, seen.id(), Escalations.OPENED, priority);
        }
    }

    ObjectNode publish(Connection connection, long id) throws SQLException {
        ObjectNode incident = Statements.only(connection, "SELECT * FROM command.incident_json WHERE id = ?", id);
        stream.append(connection, "incident", incident);
        return incident;
    }
}
