package id.siaga.ingest.registry;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Base64;

import javax.sql.DataSource;

/** Turns a claim code into a device with a secret of its own, once. Blocks on the database. */
final class Claims {

    /** A connection with this before its code as user name asks to be enrolled. */
    static final String PREFIX = "claim:";

    /** Under this name refusals are kept: a code is no name, and must not be readable anywhere. */
    private static final String WHO = "claim";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SECRET_BYTES = 32;

    /** As {@link #REDEEM} would answer, but for changing anything. */
    private static final String STANDING = """
                                           SELECT CASE WHEN c.used_at IS NOT NULL THEN 'used'
                                               WHEN b.withdrawn_at IS NOT NULL OR d.status <> 'active' THEN 'withdrawn'
                                               WHEN b.expires_at <= now() THEN 'expired' ELSE 'good' END AS outcome, c.device_id
                                           FROM telemetry.claim_code c JOIN telemetry.claim_batch b USING (batch_id)
                                           LEFT JOIN telemetry.device d ON d.device_id = c.device_id
                                           WHERE c.code_sha256 = telemetry.claim_digest(?)""";
    private static final String REDEEM = "SELECT outcome, device_id FROM telemetry.redeem_claim(?, ?)";

    private final DataSource database;

    Claims(DataSource database) {
        this.database = database;
    }

    /** Who a user name stands for in audit rows. */
    static String who(String user) {
        return user.startsWith(PREFIX) ? WHO : user;
    }

    /** Whether the code of this user name could be used up now; it is not. */
    Entry standing(String user) throws SQLException {
        if (user.indexOf('\0') >= 0) {
            return refused(user, "unknown", "");
        }
        try (Connection connection = database.getConnection();
                PreparedStatement ask = connection.prepareStatement(STANDING)) {
            ask.setString(1, code(user));
            try (ResultSet row = ask.executeQuery()) {
                if (!row.next()) {
                    return refused(user, "unknown", "");
                }
                String outcome = row.getString("outcome");
                return outcome.equals("good")
                        ? new Entry.Claim(user)
                        : refused(user, outcome, String.valueOf(row.getString("device_id")));
            }
        }
    }

    /** Uses the code of this user name up, or says why it cannot. */
    Claimed redeem(String user) throws SQLException {
        String secret = secret();
        try (Connection connection = database.getConnection();
                PreparedStatement redeem = connection.prepareStatement(REDEEM)) {
            redeem.setString(1, code(user));
            redeem.setBytes(2, Registry.digest(secret));
            try (ResultSet row = redeem.executeQuery()) {
                row.next();
                return claimed(user, row.getString("outcome"), String.valueOf(row.getString("device_id")), secret);
            }
        }
    }

    private static Claimed claimed(String user, String outcome, String deviceId, String secret) {
        return outcome.equals("enrolled")
                ? new Claimed.Enrolled(deviceId, secret)
                : refused(user, outcome, deviceId);
    }

    private static Entry.Refused refused(String user, String outcome, String deviceId) {
        return outcome.equals("used")
                ? new Entry.Refused(user, Refusal.CLAIM_REPLAYED, "used by " + deviceId)
                : new Entry.Refused(user, Refusal.CLAIM_REFUSED, outcome);
    }

    private static String code(String user) {
        return user.substring(PREFIX.length());
    }

    private static String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
