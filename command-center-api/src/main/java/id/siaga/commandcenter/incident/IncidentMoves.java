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

/** The one way an incident's state changes, whoever asks: people at the desk, units on their way, a closure. */
public record IncidentMoves(StreamLog stream, Timeline timeline, Clock clock) {

    /**
     * Moves it in the caller's transaction, whose row locks must be taken before.
     *
     * @param actor the user who did what moves it, or a part of the system
     * @return false when it may not go there from its present state, or is not there
     */
    public boolean to(Connection connection, long incidentId, IncidentState to, String actor, String note)
            throws SQLException {
        Optional<Seen> seen = Seen.locked(connection, Scope.CITY, incidentId)
                .filter(each -> each.state().next().contains(to));
        if (seen.isPresent()) {
            apply(connection, seen.get(), new IncidentChange(Optional.of(to), Optional.empty(),
                    Optional.of(note).filter(text -> !text.isBlank())), actor);
        }
        return seen.isPresent();
    }

    ObjectNode apply(Connection connection, Seen seen, IncidentChange change, String actor) throws SQLException {
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
