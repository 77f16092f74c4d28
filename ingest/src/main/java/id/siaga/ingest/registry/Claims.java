package id.siaga.ingest.registry;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Optional;

import javax.sql.DataSource;

/** Turns a claim code into a device with a secret of its own, once. Blocks on the database. */
final class Claims {

    /** A connection with this before its code as user name asks to be enrolled. */
    static final String PREFIX = "claim:";

    /** Under this name refusals are kept: a code is no name, and must not be readable anywhere. */
    private static final String WHO = "claim";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SECRET_BYTES = 32;

    /** A code that was made for a registered device gives it a new secret; the one before opens nothing any more. */
    private static final String REGISTERED = """
                                             WITH used AS (
                                                 UPDATE telemetry.claim_code c SET used_at = now()
                                                 FROM telemetry.claim_batch b
                                                 WHERE c.code_sha256 = telemetry.claim_digest(?) AND c.device_id IS NOT NULL
                                                   AND c.used_at IS NULL AND b.batch_id = c.batch_id
                                                   AND b.withdrawn_at IS NULL AND b.expires_at > now()
                                                 RETURNING c.device_id)
                                             UPDATE telemetry.device d SET changed_at = now(), secret_sha256 = ?,
                                                 previous_sha256 = NULL, previous_until = NULL
                                             FROM used WHERE d.device_id = used.device_id AND d.status = 'active'
                                             RETURNING 'enrolled' AS outcome, d.device_id""";
    /** Any other code makes a device, or is refused. */
    private static final String NEW = "SELECT outcome, device_id FROM telemetry.redeem_claim(?, ?)";

    private final DataSource database;

    Claims(DataSource database) {
        this.database = database;
    }

    /** Who a user name stands for in audit rows and counts. */
    static String who(String user) {
        return user.startsWith(PREFIX) ? WHO : user;
    }

    /** Uses the code up, or says why it cannot. */
    Entry redeem(String code) throws SQLException {
        String secret = secret();
        try (Connection connection = database.getConnection()) {
            Optional<Entry> registered = asked(connection, REGISTERED, code, secret);
            return registered.isPresent() ? registered.get() : asked(connection, NEW, code, secret).orElseThrow();
        }
    }

    private static Optional<Entry> asked(Connection connection, String sql, String code, String secret)
            throws SQLException {
        try (PreparedStatement redeem = connection.prepareStatement(sql)) {
            redeem.setString(1, code);
            redeem.setBytes(2, Registry.digest(secret));
            try (ResultSet row = redeem.executeQuery()) {
                return row.next()
                        ? Optional.of(entry(row.getString("outcome"), String.valueOf(row.getString("device_id")),
                                secret))
                        : Optional.empty();
            }
        }
    }

    private static Entry entry(String outcome, String deviceId, String secret) {
        return switch (outcome) {
            case "enrolled" -> new Entry.Enrolled(deviceId, secret);
            case "used" -> new Entry.Refused(WHO, Refusal.CLAIM_REPLAYED, "used by " + deviceId);
            default -> new Entry.Refused(WHO, Refusal.CLAIM_REFUSED, outcome);
        };
    }

    private static String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
