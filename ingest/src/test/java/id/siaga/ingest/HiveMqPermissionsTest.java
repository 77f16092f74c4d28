package id.siaga.ingest;

import static id.siaga.ingest.Mqtt5Socket.DISCONNECT;
import static id.siaga.ingest.RunningIngest.SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import id.siaga.ingest.http.broker.BrokerDoorConfig;
import id.siaga.ingest.lane.LaneConfig;
import id.siaga.ingest.mqtt.BrokerSubscriptionConfig;
import id.siaga.ingest.mqtt.DeviceEndpointConfig;
import id.siaga.ingest.mqtt.EmbeddedBroker;
import id.siaga.ingest.mqtt.FreezingProxy;
import id.siaga.ingest.registry.Registry.Enrolment;

/** Somebody else's broker, a HiveMQ CE with the extension, has the permissions of our own door. */
@Timeout(120)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HiveMqPermissionsTest {

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration REMEMBERED = Duration.ofSeconds(1);

    @TempDir
    private static Path home;
    private static TestDatabase database;
    private static RunningIngest ingest;
    private static EmbeddedBroker hive;
    private static FreezingProxy way;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        port = EmbeddedBroker.freePort();
        database = TestDatabase.create();
        ingest = new RunningIngest(database, new IngestConfig(DeviceEndpointConfig.plain("127.0.0.1", 0),
                Optional.empty(), Optional.of(BrokerSubscriptionConfig.of("tcp://127.0.0.1:" + port, "siaga-test")
                        .withLogin("siaga", "our-own-password")),
                LaneConfig.defaults(), Enrolment.CLOSED)
                .withBrokerDoor(Optional.of(BrokerDoorConfig.at("127.0.0.1", 0, Optional.empty(), AskingBroker.KEY))));
        for (String id : List.of("awlr-own", "awlr-other", "awlr-told", "awlr-gone", "awlr-busy")) {
            ingest.registerGauge(id, "P2C");
        }
        database.execute("UPDATE telemetry.device SET downlink = 'broker' WHERE device_id = 'awlr-told'");
        way = new FreezingProxy(ingest.brokerDoorPort());
        InstalledExtension.in(home.resolve("extensions"),
                """
                url=http://127.0.0.1:%d
                key=%s
                answer-within-ms=5000
                remember-ms=%d
                look-every-ms=1000
                """.formatted(URI.create(way.url()).getPort(), AskingBroker.KEY, REMEMBERED.toMillis()));
        hive = EmbeddedBroker.start(home, port);
        Eventually.until("Siaga is let in and subscribed",
                () -> ingest.metrics().lines().anyMatch(line -> line.startsWith("siaga_broker_connected 1")));
    }

    @AfterAll
    static void stop() throws Exception {
        hive.close();
        way.close();
        ingest.close();
        database.close();
    }

    private static int connack(String user, String secret) throws IOException {
        try (Mqtt5Socket socket = new Mqtt5Socket(port)) {
            return socket.connect(user, secret);
        }
    }

    private static Mqtt5Socket connected(String user) throws IOException {
        Mqtt5Socket socket = new Mqtt5Socket(port);
        assertThat(socket.connect(user, SECRET)).as("CONNACK of " + user).isZero();
        return socket;
    }

    private static String topic(String device) {
        return "city/flood/" + device + "/telemetry";
    }

    private static boolean refusedFor(String user, String reason) throws Exception {
        return database.rows("SELECT 1 FROM telemetry.connection_refusal WHERE door = 'broker' AND user_name = '" + user
                + "' AND reason = '" + reason + "'").contains("1");
    }

    @Test
    void theRightSecretConnectsAndNoOther() throws Exception {
        assertThat(connack("awlr-own", SECRET)).isZero();
        assertThat(connack("awlr-own", "guess")).isEqualTo(0x87);
        assertThat(connack("nobody", SECRET)).isEqualTo(0x87);
        assertThat(connack("", "")).isEqualTo(0x87);
        Eventually.until("it is a row", () -> refusedFor("awlr-own", "wrong name or secret"));
    }

    @Test
    void aReadingReachesTheTableAndASpoofedOneDoesNot() throws Exception {
        for (String others : List.of(topic("awlr-other"), "city/flood/awlr-other/cmd", "no/route")) {
            try (Mqtt5Socket device = connected("awlr-own")) {
                assertThat(device.publish(others, RunningIngest.level(Instant.now(), 1_000)).reason()).as(others)
                        .isEqualTo(0x87);
            }
        }
        try (Mqtt5Socket device = connected("awlr-own")) {
            assertThat(device.publish(topic("awlr-own"), RunningIngest.level(Instant.now(), 5_450)).reason())
                    .isZero();
        }
        Eventually.until("stored", () -> database.rows("SELECT level_mm FROM telemetry.flood_reading").size() == 1);
        assertThat(database.rows("SELECT device_id, level_mm FROM telemetry.flood_reading"))
                .as("what was sent before it for others").containsExactly("awlr-own|5550.0");
        assertThat(database.count("quarantine")).isZero();
        Eventually.until("it is a row", () -> refusedFor("awlr-own", "published for another device"));
    }

    @Test
    void nobodyListensToOthers() throws Exception {
        try (Mqtt5Socket device = connected("awlr-own")) {
            for (String filter : List.of("#", "city/#", "city/flood/+/telemetry", topic("awlr-other"),
                    "$share/siaga/city/+/+/telemetry", "city/flood/awlr-other/cmd")) {
                assertThat(device.subscribe(filter).reason()).as(filter).isEqualTo(0x87);
            }
        }
        Eventually.until("it is a row", () -> refusedFor("awlr-own", "subscribed to what is not its own"));
    }

    @Test
    void aDeviceIsToldItsOwnCommand() throws Exception {
        try (Mqtt5Socket device = connected("awlr-told")) {
            assertThat(device.subscribe("city/flood/awlr-told/cmd").reason()).isEqualTo(1);
            database.rows(
                    "SELECT telemetry.queue_command('awlr-told', 'reboot', '{}', 'admin', now() + interval '1 hour')");
            assertThat(new String(device.hear().body(), StandardCharsets.UTF_8))
                    .contains("city/flood/awlr-told/cmd").contains("\"cmd\":");
        }
    }

    @Test
    void whatIsRevokedEndsTheConnectionWithinFiveSecondsAndDoesNotComeBack() throws Exception {
        try (Mqtt5Socket device = connected("awlr-gone")) {
            assertThat(device.publish(topic("awlr-gone"), "{\"v\":1,\"m\":{}}").reason()).isZero();
            Instant revoked = Instant.now();
            database.execute("UPDATE telemetry.device SET secret_sha256 = NULL WHERE device_id = 'awlr-gone'");
            Mqtt5Socket.Heard bye = device.hear();
            Duration took = Duration.between(revoked, Instant.now());
            System.out.println("HiveMQ ended a revoked connection after " + took.toMillis() + " ms");
            assertThat(bye.type()).isEqualTo(DISCONNECT);
            assertThat(bye.reason()).isEqualTo(0x87);
            assertThat(took).isLessThan(SOON);
        }
        assertThat(connack("awlr-gone", SECRET)).isEqualTo(0x87);
        Eventually.until("it is a row", () -> refusedFor("awlr-gone", "credential revoked while connected"));
    }

    @Test
    void oneQuestionIsEnoughForManyMessages() throws Exception {
        double before = questions();
        try (Mqtt5Socket device = connected("awlr-busy")) {
            for (int i = 0; i < 200; i++) {
                assertThat(device.publish(topic("awlr-busy"), "{\"v\":1,\"m\":{}}").reason()).isZero();
            }
        }
        assertThat(questions() - before).isBetween(1.0, 20.0);
    }

    private static double questions() {
        return ingest.metrics().lines()
                .filter(line -> line.startsWith("siaga_broker_door_questions_total{") && line.contains("mosquitto/acl"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ')))).sum();
    }

    /** The last, since nothing is asked any more afterwards. */
    @Test
    @Order(Integer.MAX_VALUE)
    void whileSiagaIsAwayThoseWhoAreInAreHeardAndNobodyElse() throws Exception {
        try (Mqtt5Socket device = connected("awlr-busy")) {
            assertThat(device.publish(topic("awlr-busy"), "{\"v\":1,\"m\":{}}").reason()).isZero();
            way.close();
            Instant forgotten = Instant.now().plus(REMEMBERED.multipliedBy(2));
            do {
                assertThat(device.publish(topic("awlr-busy"), "{\"v\":1,\"m\":{}}").reason()).isZero();
            } while (Instant.now().isBefore(forgotten));
            assertThat(connack("awlr-own", SECRET)).as("server unavailable").isEqualTo(0x88);
            Mqtt5Socket.Heard bye = device.publish("city/flood/awlr-busy/status", "online");
            assertThat(bye.type()).as("neither taken nor refused").isEqualTo(DISCONNECT);
            assertThat(bye.reason()).as("server busy").isEqualTo(0x89);
        }
    }
}
