package id.siaga.commandcenter.enrolment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.account.Secrets;
import id.siaga.commandcenter.sql.Database;
import id.siaga.commandcenter.sql.Statements;
import java.time.Duration;
import java.util.Optional;

/** Changes what proves who a registered device is. */
public record Credentials(Database database) {

    /** A new secret, told once; the one before opens the door until its grace is over. Empty: no such device. */
    public Optional<ObjectNode> rotate(String deviceId, Duration grace) {
        String secret = Secrets.random();
        return database
                .transaction(connection -> Statements.row(connection,
                        """
                        UPDATE telemetry.device SET changed_at = now(), secret_sha256 = ?,
                            previous_sha256 = CASE WHEN ? > 0 THEN secret_sha256 END,
                            previous_until = now() + make_interval(secs => ?)
                        WHERE device_id = ? AND status = 'active' RETURNING device_id, previous_until""",
                        Secrets.sha256(secret), grace.toSeconds(), (double) grace.toSeconds(), deviceId))
                .map(row -> row.put("secret", secret));
    }

    /** Takes every secret and certificate away; says whether there is such a device. */
    public boolean revoke(String deviceId) {
        return database.transaction(connection -> {
            Statements.execute(connection, """
                                           UPDATE telemetry.device_certificate SET revoked_at = now()
                                           WHERE device_id = ? AND revoked_at IS NULL""", deviceId);
            return Statements.execute(connection,
                    """
                    UPDATE telemetry.device SET changed_at = now(), secret_sha256 = NULL, previous_sha256 = NULL,
                        previous_until = NULL WHERE device_id = ?""", deviceId) == 1;
        });
    }

    /** For whom a gateway may speak, {@code children} or {@code all}; says whether there is such a device. */
    public boolean grant(String deviceId, String speaksFor) {
        return database.execute("UPDATE telemetry.device SET speaks_for = ?, changed_at = now() WHERE device_id = ?",
                speaksFor, deviceId) == 1;
    }
}
