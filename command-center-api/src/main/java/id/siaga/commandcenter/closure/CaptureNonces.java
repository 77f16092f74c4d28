package id.siaga.commandcenter.closure;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.account.Account;
import id.siaga.commandcenter.account.Scope;
import id.siaga.commandcenter.account.Secrets;
import id.siaga.commandcenter.incident.IncidentState;
import id.siaga.commandcenter.incident.OnDuty;
import id.siaga.commandcenter.sql.Database;
import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** Permissions to take one photo of one incident, now: whoever has an older photo has none for it. */
public record CaptureNonces(Database database, ClosurePolicy.Capturing limits, Clock clock) {
    static final String PURPOSE = "CLOSURE";

    /** Issues one in the caller's transaction. */
    public NonceOutcome issue(Connection connection, Scope scope, long incidentId, Account account)
            throws SQLException {
        Optional<ObjectNode> incident = Statements.row(connection,
                """
                SELECT state, category FROM command.incident
                WHERE incident_id = ? AND (?::text[] IS NULL OR array_append(shared_with, kecamatan_code) && ?)""",
                incidentId,
                scope.codes(), scope.codes());
        if (incident.isEmpty()) {
            return new NonceOutcome.Missing();
        }
        if (!OnDuty.lets(connection, incidentId, account, Closures.DESK, clock.instant())) {
            return new NonceOutcome.NotOnDuty();
        }
        String state = incident.get().path("state").asText();
        if (!IncidentState.valueOf(state).isOpen()) {
            return new NonceOutcome.Finished(state);
        }
        if (open(connection, account) >= limits.mostOpen()) {
            return new NonceOutcome.TooMany(limits.mostOpen());
        }
        return new NonceOutcome.Issued(issued(connection, incidentId, account)
                .put("radius_m", Requirement.of(connection, incident.get().path("category").asText()).radiusM()));
    }

    /** The account's row is locked: of two requests at once the second counts the first's. */
    private long open(Connection connection, Account account) throws SQLException {
        Statements.rows(connection, "SELECT 1 AS one FROM command.account WHERE account_id = ? FOR NO KEY UPDATE",
                account.id());
        return Statements.only(connection,
                """
                SELECT count(*) AS open FROM command.capture_nonce
                WHERE account_id = ? AND used_at IS NULL AND expires_at > ?""", account.id(), clock.instant())
                .path("open").longValue();
    }

    private ObjectNode issued(Connection connection, long incidentId, Account account) throws SQLException {
        String nonce = Secrets.random();
        Instant now = clock.instant();
        Instant expires = now.plusSeconds(limits.nonceS());
        Statements.execute(connection,
                """
                INSERT INTO command.capture_nonce (nonce_sha256, incident_id, account_id, purpose, issued_at, expires_at)
                VALUES (?, ?, ?, ?, ?, ?)""",
                Secrets.sha256(nonce), incidentId, account.id(), PURPOSE, now, expires);
        return JsonNodeFactory.instance.objectNode().put("nonce", nonce).put("incident_id", incidentId)
                .put("purpose", PURPOSE).put("issued_at", now.toString()).put("expires_at", expires.toString())
                .put("upload_until", expires.plusSeconds(limits.uploadWithinS()).toString());
    }

    /** Forgets, a bounded number at a time, those that can no longer be used. */
    public int forget() {
        return database.execute("""
                                DELETE FROM command.capture_nonce WHERE nonce_sha256 IN (
                                    SELECT nonce_sha256 FROM command.capture_nonce
                                    WHERE used_at IS NULL AND expires_at < ? LIMIT 1000)""",
                clock.instant().minusSeconds(limits.uploadWithinS()));
    }
}
