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

    /** Reviews in the caller's transaction; a refused incident stays as it was, being handled. */
    public ClosureOutcome review(Connection connection, Scope scope, long closureId, Account account,
            Decision decision, String reason) throws SQLException {
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
        if (decision == Decision.REVIEWED) {
            Optional<ClosureOutcome> obstacle = Closures.notOver(connection, incident.get(), others);
            if (obstacle.isPresent()) {
                return obstacle.get();
            }
        }
        return new ClosureOutcome.Decided(decided(connection, closureId, account, decision, reason));
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

    private ObjectNode decided(Connection connection, long closureId, Account account, Decision decision,
            String reason) throws SQLException {
        long incidentId = Statements.only(connection,
                """
                UPDATE command.closure SET state = ?, reviewed_by = ?, reviewed_at = ?, review_reason = ?
                WHERE closure_id = ? RETURNING incident_id""", decision.name(), account.user(),
                moves.clock().instant(), reason, closureId).path("incident_id").longValue();
        return switch (decision) {
            case REFUSED -> news.tell(connection, closureId, account.user(),
                    "Penutupan #%d ditolak (refused): %s".formatted(closureId, reason));
            case REVIEWED -> {
                Closures.moveOn(connection, moves, incidentId, account,
                        "Penutupan #%d diterima setelah diperiksa (accepted on review): %s".formatted(closureId,
                                reason));
                yield news.announced(connection, closureId);
            }
        };
    }
}
