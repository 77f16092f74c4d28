package id.siaga.ingest;

import static id.siaga.ingest.Mqtt5Socket.DISCONNECT;
import static id.siaga.ingest.RunningIngest.SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import id.siaga.ingest.http.IngestFront;
import id.siaga.ingest.registry.Registry;

/** What opened a connection is taken away: it ends within five seconds, and so does HTTP. */
class RevocationTest {

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final String TOPIC = "city/flood/awlr-p2c/telemetry";

    private TestDatabase database;
    private RunningIngest ingest;

    @BeforeEach
    void start() throws Exception {
        database = TestDatabase.create();
        ingest = new RunningIngest(database);
        ingest.registerGauge("awlr-p2c", "P2C");
    }

    @AfterEach
    void stop() throws Exception {
        ingest.close();
        database.close();
    }

    private Mqtt5Socket connected(String secret) throws IOException {
        Mqtt5Socket socket = new Mqtt5Socket(ingest.port());
        assertThat(socket.connect("awlr-p2c", secret)).isZero();
        return socket;
    }

    private void change(String what) throws Exception {
        database.execute("UPDATE telemetry.device SET " + what + " WHERE device_id = 'awlr-p2c'");
    }

    private void isEnded(Mqtt5Socket socket, int reason, String reasonInRow) throws Exception {
        Instant asked = Instant.now();
        Mqtt5Socket.Heard bye = socket.hear();
        Duration took = Duration.between(asked, Instant.now());
        System.out.println(reasonInRow + ": ended after " + took.toMillis() + " ms");
        assertThat(bye.type()).isEqualTo(DISCONNECT);
        assertThat(bye.reason()).isEqualTo(reason);
        assertThat(took).isLessThan(SOON);
        Eventually.until("the row", () -> database.rows(
                "SELECT 1 FROM telemetry.connection_refusal WHERE user_name = 'awlr-p2c' AND reason = '" + reasonInRow
                        + "'")
                .contains("1"));
    }

    @Test
    void aSecretThatIsTakenAwayEndsEveryDoor() throws Exception {
        try (Mqtt5Socket five = connected(SECRET);
                RawClient three = RawClient.connected(ingest, "awlr-p2c", 60);
                IngestFront http = ingest.http()) {
            HttpGateway gauge = HttpGateway.of(http, "awlr-p2c", SECRET);
            String reading = RunningIngest.level(Instant.now(), 7_000);
            assertThat(gauge.send(gauge.single(TOPIC, reading)).statusCode()).isEqualTo(200);
            change("secret_sha256 = NULL");
            isEnded(five, 0x87, "credential revoked while connected");
            assertThat(three.isClosedByPeer()).isTrue();
            Eventually.within(SOON, "HTTP is refused",
                    () -> gauge.send(gauge.single(TOPIC, reading)).statusCode() == 401);
            try (Mqtt5Socket again = new Mqtt5Socket(ingest.port())) {
                assertThat(again.connect("awlr-p2c", SECRET)).isEqualTo(0x86);
            }
        }
    }

    @Test
    void aDeviceThatRetiresOrIsRemovedEnds() throws Exception {
        try (Mqtt5Socket socket = connected(SECRET)) {
            change("status = 'retired'");
            isEnded(socket, 0x87, "credential revoked while connected");
        }
        change("status = 'active'");
        Eventually.until("it may come back", () -> opens(SECRET));
        try (Mqtt5Socket socket = connected(SECRET)) {
            database.execute("DELETE FROM telemetry.device WHERE device_id = 'awlr-p2c'");
            isEnded(socket, 0x87, "credential revoked while connected");
        }
    }

    @Test
    void anotherKindIsLetInAgainAsSuchAndAnotherNameIsNothing() throws Exception {
        try (Mqtt5Socket socket = connected(SECRET)) {
            change("name = 'Pos baru'");
            assertThat(socket.publish(TOPIC, RunningIngest.level(Instant.now(), 7_000)).reason()).isZero();
            change("kind = 'gateway'");
            isEnded(socket, 0x98, "registered as another while connected");
        }
    }

    @Test
    void theOldSecretHoldsForItsGraceAndNoLonger() throws Exception {
        String next = HexFormat.of().formatHex(Registry.digest("the-next-secret"));
        try (Mqtt5Socket before = connected(SECRET)) {
            change("previous_sha256 = secret_sha256, previous_until = now() + interval '1 hour', secret_sha256 = decode('"
                    + next + "', 'hex')");
            Eventually.until("the new one opens", () -> opens("the-next-secret"));
            assertThat(opens(SECRET)).as("the old one opens during its grace").isTrue();
            try (Mqtt5Socket renewed = connected("the-next-secret"); Mqtt5Socket late = connected(SECRET)) {
                assertThat(before.publish(TOPIC, RunningIngest.level(Instant.now(), 7_000)).reason()).isZero();
                change("previous_until = now() + interval '1 second'");
                isEnded(late, 0x87, "credential revoked while connected");
                assertThat(opens(SECRET)).isFalse();
                assertThat(renewed.publish(TOPIC, RunningIngest.level(Instant.now(), 7_001)).reason()).isZero();
            }
        }
    }

    private boolean opens(String secret) throws IOException {
        try (Mqtt5Socket socket = new Mqtt5Socket(ingest.port())) {
            return socket.connect("awlr-p2c", secret) == 0;
        }
    }
}
