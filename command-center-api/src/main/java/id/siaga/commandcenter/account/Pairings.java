package id.siaga.commandcenter.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.sql.Database;
import id.siaga.commandcenter.sql.Statements;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How a screen gets in without a keyboard, after RFC 8628: it shows a code, somebody who may approves it. */
public record Pairings(Database database, Policy policy, Lifetimes lifetimes, Clock clock) {
    /** RFC 8628 6.1: consonants, which spell no words and are not taken for digits. */
    private static final String LETTERS = "BCDFGHJKLMNPQRSTVWXZ";
    private static final int CODE_LETTERS = 8;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** @param open codes that may wait at one time, over all screens; {@code interval} between polls */
    public record Policy(Duration life, Duration interval, int open) {
    }

    /** What the screen keeps to itself, and what it shows. */
    public record Begun(String deviceCode, String userCode, Duration life, Duration interval) {
    }

    /** How a poll ended. */
    public sealed interface Poll {
        record Granted(String token, Instant expiresAt, String mode) implements Poll {
        }

        /** {@code error} as in RFC 8628 3.5. */
        record Not(String error) implements Poll {
        }
    }

    public Begun begin(String address) {
        String device = Secrets.random();
        String code = code();
        Instant now = clock.instant();
        database.execute("DELETE FROM command.device_pairing WHERE expires_at < ?", now.minus(policy.life()));
        int made = database.execute("""
                                    INSERT INTO command.device_pairing (device_sha256, user_code, address, created_at,
                                        expires_at)
                                    SELECT ?, ?, ?, ?, ?
                                    WHERE (SELECT count(*) FROM command.device_pairing
                                           WHERE expires_at > ? AND session_id IS NULL) < ?""", Secrets.sha256(device),
                code, address, now, now.plus(policy.life()), now, policy.open());
        if (made == 0) {
            throw Denial.conflict("too-many-pairings", "Terlalu banyak layar menunggu (too many screens wait)");
        }
        return new Begun(device, code, policy.life(), policy.interval());
    }

    private static String code() {
        StringBuilder code = new StringBuilder();
        RANDOM.ints(CODE_LETTERS, 0, LETTERS.length()).forEach(index -> code.append(LETTERS.charAt(index)));
        return code.toString();
    }

    /** Screens that wait for somebody. */
    public List<ObjectNode> waiting() {
        return database.rows("""
                             SELECT user_code, address, created_at, expires_at FROM command.device_pairing
                             WHERE decided_at IS NULL AND expires_at > ? ORDER BY pairing_id DESC LIMIT 100""",
                clock.instant());
    }

    public void approve(String userCode, Session.Reach reach, String name, String by) {
        String mode = reach == Session.Reach.VISITOR ? "VISITOR" : "OPERATIONS";
        decide(userCode, """
                         UPDATE command.device_pairing SET decided_at = ?, decided_by = ?, approved = true, mode = ?,
                             name = ?
                         WHERE user_code = ? AND decided_at IS NULL AND expires_at > ?""", clock.instant(), by, mode,
                name, plain(userCode), clock.instant());
    }

    public void deny(String userCode, String by) {
        decide(userCode, """
                         UPDATE command.device_pairing SET decided_at = ?, decided_by = ?, approved = false
                         WHERE user_code = ? AND decided_at IS NULL AND expires_at > ?""", clock.instant(), by,
                plain(userCode), clock.instant());
    }

    private void decide(String userCode, String sql, Object... parameters) {
        if (database.execute(sql, parameters) == 0) {
            throw Denial.missing("kode (code) " + userCode);
        }
    }

    /** As people type it: with a dash, in small letters. */
    private static String plain(String userCode) {
        return userCode.toUpperCase(Locale.ROOT).replaceAll("[^A-Z]", "");
    }

    public Poll poll(String deviceCode, Origin origin) {
        Instant now = clock.instant();
        return database.transaction(connection -> {
            Optional<ObjectNode> pairing = Statements.row(connection, """
                                                                      SELECT * FROM command.device_pairing
                                                                      WHERE device_sha256 = ? FOR UPDATE""",
                    Secrets.sha256(deviceCode));
            if (pairing.isEmpty() || !now.isBefore(at(pairing.get(), "expires_at"))
                    || !pairing.get().path("session_id").isNull()) {
                return new Poll.Not("expired_token");
            }
            Statements.execute(connection, "UPDATE command.device_pairing SET polled_at = ? WHERE pairing_id = ?", now,
                    pairing.get().path("pairing_id").longValue());
            return polled(connection, pairing.get(), origin);
        });
    }

    private Poll polled(Connection connection, ObjectNode pairing, Origin origin) throws SQLException {
        if (!pairing.path("polled_at").isNull()
                && clock.instant().isBefore(at(pairing, "polled_at").plus(policy.interval()))) {
            return new Poll.Not("slow_down");
        }
        if (pairing.path("decided_at").isNull()) {
            return new Poll.Not("authorization_pending");
        }
        return pairing.path("approved").booleanValue()
                ? admitted(connection, pairing, origin)
                : new Poll.Not("access_denied");
    }

    private Poll admitted(Connection connection, ObjectNode pairing, Origin origin) throws SQLException {
        long id = pairing.path("pairing_id").longValue();
        String mode = pairing.path("mode").asText();
        long account = Statements.only(connection,
                """
                INSERT INTO command.account (user_name, category, display_name, created_at)
                VALUES (?, 'SCREEN', ?, ?) RETURNING account_id""", "layar-" + id, pairing.path("name").asText(),
                clock.instant()).path("account_id").longValue();
        Tokens.Made made = Tokens.make(connection, new Tokens.Wanted(account, Session.Kind.WALL,
                pairing.path("name").asText(), mode, List.of(), Session.Reach.READ_ONLY), origin, clock.instant(),
                lifetimes.one(Role.WALL));
        Statements.execute(connection, "UPDATE command.device_pairing SET session_id = ? WHERE pairing_id = ?",
                made.sessionId(), id);
        return new Poll.Granted(made.token(), made.expiresAt(), mode);
    }

    private static Instant at(ObjectNode row, String column) {
        return Instant.parse(row.path(column).asText());
    }
}
