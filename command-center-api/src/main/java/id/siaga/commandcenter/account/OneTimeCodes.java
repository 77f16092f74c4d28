package id.siaga.commandcenter.account;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.io.BaseEncoding;
import id.siaga.commandcenter.sql.Database;
import id.siaga.commandcenter.sql.Statements;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One-time codes from a phone (RFC 6238: SHA-1, 30 s, six digits), and recovery codes for when it is lost. The database
 * has the phone's secret sealed.
 */
public record OneTimeCodes(Database database, SecretSeal seal, Clock clock) {
    private static final Logger LOG = LoggerFactory.getLogger(OneTimeCodes.class);
    private static final TimeBasedOneTimePasswordGenerator CODES = new TimeBasedOneTimePasswordGenerator();
    private static final SecureRandom RANDOM = new SecureRandom();
    /** As long as the digest, which RFC 4226 recommends. */
    private static final int SECRET_BYTES = 20;
    private static final int RECOVERY_CODES = 10;
    /** A phone's clock may be half a minute off either way. */
    private static final List<Integer> STEPS_OFF = List.of(0, -1, 1);

    /** {@code secret} in base32, and the same as an otpauth URI for a QR code. */
    public record Enrolment(String secret, String uri) {
    }

    public Enrolment enrol(String user) {
        byte[] secret = new byte[SECRET_BYTES];
        RANDOM.nextBytes(secret);
        int changed = database.execute(
                """
                UPDATE command.account SET totp_sealed = ?, totp_last_step = NULL
                WHERE user_name = ? AND totp_confirmed_at IS NULL""", seal.seal(secret, about(idOf(user))), user);
        if (changed == 0) {
            throw Denial.conflict("totp-active", "Kode sekali pakai sudah aktif (one-time codes are already on)");
        }
        String text = BaseEncoding.base32().omitPadding().encode(secret);
        return new Enrolment(text, "otpauth://totp/Siaga:%s?secret=%s&issuer=Siaga&algorithm=SHA1&digits=6&period=30"
                .formatted(URLEncoder.encode(user, StandardCharsets.UTF_8), text));
    }

    private long idOf(String user) {
        return database.row("SELECT account_id FROM command.account WHERE user_name = ?", user).orElseThrow()
                .path("account_id").longValue();
    }

    private static String about(long accountId) {
        return "one-time codes of account " + accountId;
    }

    /** Seals what an older version left in plain; how many. */
    public int sealPlain() {
        List<ObjectNode> plain = database
                .rows("SELECT account_id, totp_secret FROM command.account WHERE totp_secret IS NOT NULL");
        for (ObjectNode row : plain) {
            long id = row.path("account_id").longValue();
            database.execute("""
                             UPDATE command.account SET totp_sealed = ?, totp_secret = NULL
                             WHERE account_id = ? AND totp_secret IS NOT NULL""",
                    seal.seal(bytes(row.path("totp_secret")), about(id)), id);
        }
        return plain.size();
    }

    /** Turns them on, given a code; the recovery codes are returned this once. */
    public List<String> confirm(String user, String code) {
        long id = database.row("""
                               SELECT account_id FROM command.account
                               WHERE user_name = ? AND totp_sealed IS NOT NULL AND totp_confirmed_at IS NULL""", user)
                .map(row -> row.path("account_id").longValue())
                .orElseThrow(() -> Denial.conflict("totp-not-enrolled",
                        "Mulai dengan POST /account/totp (begin with it)"));
        if (!takesCode(id, code)) {
            throw Denial.invalid("otp", "kode salah (wrong code)");
        }
        List<String> recovery = Stream.generate(OneTimeCodes::recoveryCode).limit(RECOVERY_CODES).toList();
        database.transaction(connection -> {
            Statements.execute(connection, "UPDATE command.account SET totp_confirmed_at = ? WHERE account_id = ?",
                    clock.instant(), id);
            Statements.execute(connection, "DELETE FROM command.recovery_code WHERE account_id = ?", id);
            for (String each : recovery) {
                Statements.execute(connection, "INSERT INTO command.recovery_code VALUES (?, ?)", id,
                        Secrets.sha256(each));
            }
            return id;
        });
        return recovery;
    }

    private static String recoveryCode() {
        byte[] bytes = new byte[10];
        RANDOM.nextBytes(bytes);
        return BaseEncoding.base32().encode(bytes).toLowerCase(Locale.ROOT);
    }

    /** Turns them off. */
    public void remove(String user) {
        database.transaction(connection -> Statements.execute(connection,
                """
                WITH off AS (
                    UPDATE command.account SET totp_sealed = NULL, totp_confirmed_at = NULL, totp_last_step = NULL
                    WHERE user_name = ? RETURNING account_id)
                DELETE FROM command.recovery_code USING off WHERE recovery_code.account_id = off.account_id""",
                user));
    }

    /** Whether this is a code of now that was not used before, or an unused recovery code; it is used up by asking. */
    public boolean takes(long accountId, String code) {
        String plain = code.replaceAll("[\\s-]", "");
        return takesCode(accountId, plain) || database.execute(
                "DELETE FROM command.recovery_code WHERE account_id = ? AND code_sha256 = ?", accountId,
                Secrets.sha256(plain.toLowerCase(Locale.ROOT))) == 1;
    }

    private boolean takesCode(long accountId, String code) {
        Optional<byte[]> sealed = database
                .row("SELECT totp_sealed FROM command.account WHERE account_id = ?", accountId)
                .map(row -> row.path("totp_sealed")).filter(JsonNode::isBinary).map(OneTimeCodes::bytes);
        Optional<byte[]> secret = sealed.flatMap(each -> seal.open(each, about(accountId)));
        if (sealed.isPresent() && secret.isEmpty()) {
            LOG.error("one-time codes of account {} were sealed with another key, or changed", accountId);
        }
        return secret.isPresent() && STEPS_OFF.stream().anyMatch(off -> takesStep(accountId, secret.get(), code, off));
    }

    private static byte[] bytes(JsonNode node) {
        try {
            return node.binaryValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean takesStep(long accountId, byte[] secret, String code, int off) {
        Instant at = clock.instant().plus(CODES.getTimeStep().multipliedBy(off));
        long step = at.getEpochSecond() / CODES.getTimeStep().toSeconds();
        return matches(secret, at, code) && database.execute("""
                                                             UPDATE command.account SET totp_last_step = ?
                                                             WHERE account_id = ?
                                                               AND coalesce(totp_last_step, 0) < ?""", step, accountId,
                step) == 1;
    }

    private static boolean matches(byte[] secret, Instant at, String code) {
        try {
            String right = CODES.generateOneTimePasswordString(new SecretKeySpec(secret, CODES.getAlgorithm()), at);
            return MessageDigest.isEqual(right.getBytes(StandardCharsets.UTF_8), code.getBytes(StandardCharsets.UTF_8));
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("every secret is a key of HMAC", e);
        }
    }

}
