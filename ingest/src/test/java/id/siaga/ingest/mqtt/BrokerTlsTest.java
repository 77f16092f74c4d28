package id.siaga.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A broker that asks for TLS, a user and a password. */
@Timeout(60)
@SuppressWarnings("try") // being open is what a subscription or a broker does here
class BrokerTlsTest {

    private static final Duration A_WHILE = Duration.ofSeconds(2);

    private final Collector lanes = Collector.roomy();
    private final int port = EmbeddedBroker.freePort();

    @TempDir
    private Path home;

    @Test
    void onlyTheRightPasswordTheRightNameAndAKnownAuthorityConnect() throws Exception {
        assumeTrue(Files.isExecutable(Mosquitto.PROGRAM), "SKIPPED: no " + Mosquitto.PROGRAM);
        Path known = certificate("known", "IP:127.0.0.1");
        Path stranger = certificate("stranger", "IP:127.0.0.1");
        Path other = certificate("other", "DNS:other.example");
        Path passwords = home.resolve("passwords");
        run("mosquitto_passwd", "-b", "-c", passwords.toString(), "siaga", "right");
        try (Mosquitto broker = Mosquitto.start(home, port, access(known, passwords))) {
            try (Subscribed door = subscribed(known, "right").up()) {
                assertThat(door.connected()).isTrue();
            }
            staysOut(known, "wrong");
            staysOut(stranger, "right");
        }
        try (Mosquitto misnamed = Mosquitto.start(home, port, access(other, passwords))) {
            staysOut(other, "right");
        }
    }

    private void staysOut(Path authority, String password) {
        try (Subscribed door = subscribed(authority, password)) {
            door.staysDown(A_WHILE);
        }
    }

    private Subscribed subscribed(Path authority, String password) {
        return new Subscribed(Subscribed.config("ssl://127.0.0.1:" + port, "tls").withLogin("siaga", password)
                .withAuthority(Optional.of(authority)), lanes, "t/#");
    }

    private static String access(Path certificate, Path passwords) {
        return "certfile %s%nkeyfile %s.key%nallow_anonymous false%npassword_file %s".formatted(certificate,
                certificate, passwords);
    }

    private Path certificate(String name, String subject) throws Exception {
        Path pem = home.resolve(name + ".pem");
        run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", pem + ".key", "-out",
                pem.toString(), "-days", "2", "-subj", "/CN=" + name, "-addext", "subjectAltName=" + subject);
        return pem;
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
