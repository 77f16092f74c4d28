package id.siaga.commandcenter.closure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.account.Account;
import id.siaga.commandcenter.account.Scope;
import id.siaga.commandcenter.incident.Guard;
import id.siaga.commandcenter.incident.IncidentMoves;
import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Lets somebody else than those who were there decide about a held closure. */
public record ClosureReviews(IncidentMoves moves, List<Guard> others, ClosureNews news) {

    /** What the reviewer decided; the state of the closure afterwards. */
    public enum Decision {
        REVIEWED, REFUSED
    }

    /**
     * What the reviewer says.
     *
     * @param sensorOverride why it is over although a sensor of an open alert is over its limit
     */
    public record Word(Decision decision, String reason, Optional<String> sensorOverride) {

        private String words() {
            return reason + sensorOverride.map(why -> "; walau sensor masih di atas batas (sensor still over): " + why)
                    .orElse("");
        }
    }

    /** Reviews in the caller's transaction; a refused incident stays as it was, being handled. */
    public ClosureOutcome review(Connection connection, Scope scope, long closureId, Account account,
            Word word) throws SQLException {
        Optional<ObjectNode> incident = incident(connection, scope, closureId);
        if (incident.isEmpty()) {
            return new ClosureOutcome.Missing();
        }
        String state = Statements.only(connection, "SELECT state FROM command.closure WHERE closure_id = ?",
                closureId).path("state").asText();
        if (!state.equals("HELD")) {
            return new ClosureOutcome.AlreadyReviewed(state);
        }
        if (wasThere(connection, closureId, account)) {
            return new ClosureOutcome.OwnWork();
        }
        if (word.decision() == Decision.REVIEWED) {
            Optional<ClosureOutcome> obstacle = obstacle(connection, incident.get(), word);
            if (obstacle.isPresent()) {
                return obstacle.get();
            }
        }
        return new ClosureOutcome.Decided(decided(connection, closureId, account, word));
    }

    private Optional<ClosureOutcome> obstacle(Connection connection, ObjectNode incident, Word word)
            throws SQLException {
        List<String> over = word.sensorOverride().isPresent() ? List.of() : over(connection, incident);
        return over.isEmpty()
                ? Closures.notOver(connection, incident, others)
                : Optional.of(new ClosureOutcome.StillOver(over));
    }

    /** What still stands when somebody looks, which may be hours after it was doubted. */
    private List<String> over(Connection connection, ObjectNode incident) throws SQLException {
        return SensorCheck.of(connection, incident.path("incident_id").longValue(), moves.clock().instant()).stream()
                .filter(sensor -> sensor.isOpen() && sensor.standing() == Sensor.Standing.OVER)
                .flatMap(sensor -> sensor.doubt().stream()).map(Doubt::text).distinct().toList();
    }

    /** Locked as a proposal locks it, so that the two wait for each other. */
    private static Optional<ObjectNode> incident(Connection connection, Scope scope, long closureId)
            throws SQLException {
        Optional<ObjectNode> closure = Statements.row(connection,
                "SELECT incident_id FROM command.closure WHERE closure_id = ?", closureId);
        return closure.isEmpty()
                ? Optional.empty()
                : Closures.locked(connection, scope, closure.get().path("incident_id").longValue());
    }

    private static boolean wasThere(Connection connection, long closureId, Account account) throws SQLException {
        return Statements.row(connection,
                """
                SELECT 1 AS one FROM command.closure c WHERE closure_id = ? AND (proposer_id = ? OR EXISTS
                    (SELECT FROM command.incident_photo p WHERE p.closure_id = c.closure_id AND p.account_id = ?))""",
                closureId, account.id(), account.id()).isPresent();
    }

    private ObjectNode decided(Connection connection, long closureId, Account account, Word word)
            throws SQLException {
        long incidentId = Statements.only(connection,
                """
                UPDATE command.closure SET state = ?, reviewed_by = ?, reviewed_at = ?, review_reason = ?
                WHERE closure_id = ? RETURNING incident_id""", word.decision().name(), account.user(),
                moves.clock().instant(), word.reason(), closureId).path("incident_id").longValue();
        return switch (word.decision()) {
            case REFUSED -> news.tell(connection, closureId, account.user(),
                    "Penutupan #%d ditolak (refused): %s".formatted(closureId, word.reason()));
            case REVIEWED -> {
                Closures.moveOn(connection, moves, incidentId, account,
                        "Penutupan #%d diterima setelah diperiksa (accepted on review): %s".formatted(closureId,
                                word.words()));
                yield news.announced(connection, closureId);
            }
        };
    }
}
