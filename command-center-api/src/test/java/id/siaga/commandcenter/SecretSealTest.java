package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.account.Accounts;
import id.siaga.commandcenter.account.Login;
import id.siaga.commandcenter.account.Origin;
import id.siaga.commandcenter.account.SecretSeal;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whoever has the database has no secret of a one-time code; whoever has the phone still comes in. */
@Timeout(120)
class SecretSealTest {
    private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);
    private static final TimeBasedOneTimePasswordGenerator CODES = new TimeBasedOneTimePasswordGenerator();
    @TempDir
    private Path home;

    @Test
    void onlyTheSameKeyForTheSamePurposeOpensIt() throws IOException {
        Path file = home.resolve("keys").resolve("secret-key");
        byte[] sealed = SecretSeal.in(file).seal(SECRET, "satu");
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(home.resolve("keys")).isDirectoryContaining("glob:**secret-key")
                .isDirectoryNotContaining("glob:**key?*");
        assertThat(SecretSeal.in(file).open(sealed, "satu")).contains(SECRET);
        assertThat(SecretSeal.of(file).open(sealed, "dua")).isEmpty();
        assertThat(SecretSeal.passing().open(sealed, "satu")).isEmpty();
        assertThat(SecretSeal.in(file).seal(SECRET, "satu")).as("never the same").isNotEqualTo(sealed);
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThat(SecretSeal.in(file).open(changed, "satu")).as("byte %d", i).isEmpty();
        }
        assertThat(SecretSeal.in(file).open(new byte[3], "satu")).isEmpty();
    }

    @Test
    void aKeyThatOthersReadOrThatIsNoneIsRefused() throws IOException {
        Path file = home.resolve("secret-key");
        SecretSeal.in(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> SecretSeal.in(file)).isInstanceOf(IOException.class).hasMessageContaining("chmod 600");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        for (String wrong : new String[]{"", "AAAA", "bukan base64!"}) {
            Files.writeString(file, wrong);
            assertThatThrownBy(() -> SecretSeal.in(file)).isInstanceOf(IOException.class).hasMessageContaining("32");
        }
        assertThatThrownBy(() -> SecretSeal.of(home.resolve("nowhere"))).isInstanceOf(IOException.class);
    }

    @Test
    void whatAnOlderVersionLeftInPlainIsSealedAtTheStartAndStillOpensTheDoor() throws Exception {
        Vertx vertx = Vertx.vertx();
        try (ScratchDatabase scratch = new ScratchDatabase()) {
            scratch.migrateCommand();
            String password;
            try (CommandCenter before = start(vertx, scratch, SecretSeal.passing())) {
                password = before.accounts().firstAdministrator().orElseThrow();
            }
            scratch.database().execute("UPDATE command.account SET totp_secret = ?, totp_confirmed_at = now()", SECRET);
            Instant now = Instant.now();
            Path key = home.resolve("secret-key");
            try (CommandCenter after = start(vertx, scratch, SecretSeal.in(key))) {
                ObjectNode row = scratch.database()
                        .row("""
                             SELECT totp_secret IS NULL AS no_plain, position(? IN totp_sealed) AS found,
                                 length(totp_sealed) AS length FROM command.account""", SECRET)
                        .orElseThrow();
                assertThat(row.toString()).isEqualTo("{\"no_plain\":true,\"found\":0,\"length\":49}");
                assertThat(login(after, password, Optional.empty())).isInstanceOf(Login.CodeNeeded.class);
                assertThat(login(after, password, Optional.of("000000"))).isInstanceOf(Login.Refused.class);
                assertThat(login(after, password, code(now.minusSeconds(30)))).isInstanceOf(Login.Granted.class);
            }
            try (CommandCenter other = start(vertx, scratch, SecretSeal.passing())) {
                assertThat(login(other, password, code(now))).as("with another key").isInstanceOf(Login.Refused.class);
            }
            try (CommandCenter again = start(vertx, scratch, SecretSeal.in(key))) {
                assertThat(login(again, password, code(now))).as("with its own").isInstanceOf(Login.Granted.class);
                moveToAnotherAccount(scratch);
                assertThat(
                        again.accounts().codes().takes(idOf(scratch, "tukar"), code(now.plusSeconds(30)).orElseThrow()))
                        .as("a sealed secret in another account").isFalse();
                assertThat(
                        again.accounts().codes().takes(idOf(scratch, "admin"), code(now.plusSeconds(30)).orElseThrow()))
                        .isTrue();
            }
        } finally {
            vertx.close().await();
        }
    }

    private static void moveToAnotherAccount(ScratchDatabase scratch) {
        scratch.database().execute("""
                                   INSERT INTO command.account (user_name, created_at, totp_sealed, totp_confirmed_at)
                                   SELECT 'tukar', now(), totp_sealed, now() FROM command.account""");
    }

    private static long idOf(ScratchDatabase scratch, String user) {
        return scratch.database().row("SELECT account_id FROM command.account WHERE user_name = ?", user).orElseThrow()
                .path("account_id").longValue();
    }

    private static CommandCenter start(Vertx vertx, ScratchDatabase scratch, SecretSeal seal) throws IOException {
        return CommandCenter.start(vertx, scratch.source(),
                new CommandCenterConfig("127.0.0.1", 0, Optional.empty(), Optional.empty(), Settings.shipped())
                        .withSeal(seal),
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), Clock.systemUTC(), Map.of());
    }

    private static Login login(CommandCenter center, String password, Optional<String> code) {
        return center.accounts().login(new Accounts.Attempt("admin", password, code),
                new Origin("127.0.0.1", Optional.empty()));
    }

    private static Optional<String> code(Instant at) throws Exception {
        return Optional.of(CODES.generateOneTimePasswordString(new SecretKeySpec(SECRET, CODES.getAlgorithm()), at));
    }
}
