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
        try (Connection connection = database.getConnection();
                PreparedStatement redeem = connection
                        .prepareStatement("SELECT outcome, device_id FROM telemetry.redeem_claim(?, ?)")) {
            redeem.setString(1, code);
            redeem.setBytes(2, Registry.digest(secret));
            try (ResultSet row = redeem.executeQuery()) {
                row.next();
                return entry(row.getString("outcome"), String.valueOf(row.getString("device_id")), secret);
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
