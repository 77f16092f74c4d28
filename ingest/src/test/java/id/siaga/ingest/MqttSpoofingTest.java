package id.siaga.ingest;

import static id.siaga.ingest.Mqtt5Socket.DISCONNECT;
import static id.siaga.ingest.Mqtt5Socket.PUBACK;
import static id.siaga.ingest.RunningIngest.SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The MQTT door: whoever pretends is told no with the right MQTT 5 reason code, and is a row. */
class MqttSpoofingTest {

    private static final String OWN = "city/flood/awlr-own/telemetry";
    private static final String READING = "{\"v\":1,\"m\":{\"water.distance\":7000}}";

    private static TestDatabase database;
    private static RunningIngest ingest;

    @BeforeAll
    static void start() throws Exception {
        database = TestDatabase.create();
        ingest = new RunningIngest(database);
        ingest.registerGauge("awlr-own", "P2C");
        ingest.registerGauge("awlr-other", "CIKEAS");
        ingest.register("gw-1", "gateway", "NULL, NULL");
        database.execute("UPDATE telemetry.device SET speaks_for = 'children' WHERE device_id = 'gw-1'");
        database.execute("UPDATE telemetry.device SET uplink_parent = 'gw-1' WHERE device_id = 'awlr-other'");
    }

    @AfterAll
    static void stop() throws Exception {
        ingest.close();
        database.close();
    }

    private static Mqtt5Socket connected(String user) throws IOException {
        Mqtt5Socket socket = new Mqtt5Socket(ingest.port());
        assertThat(socket.connect(user, SECRET)).as("CONNACK of " + user).isZero();
        return socket;
    }

    private static int connack(String user, String secret) throws IOException {
        try (Mqtt5Socket socket = new Mqtt5Socket(ingest.port())) {
            return socket.connect(user, secret);
        }
    }

    private static void audited(String user, String reason, String what) throws Exception {
        Eventually.until("a row for " + reason,
                () -> database
                        .rows("""
                              SELECT count(*) FROM telemetry.connection_refusal
                              WHERE user_name = '%s' AND reason = '%s' AND what LIKE '%s' AND remote LIKE '127.0.0.1%%'"""
                                .formatted(user, reason, what))
                        .contains("1"));
    }

    @Test
    void aWrongNameAWrongSecretAndNone() throws Exception {
        assertThat(connack("nobody", SECRET)).isEqualTo(0x86);
        assertThat(connack("awlr-own", "guess")).isEqualTo(0x86);
        assertThat(connack("", "")).isEqualTo(0x87);
        audited("nobody", "wrong name or secret", "");
        audited("awlr-own", "wrong name or secret", "");
        audited("", "no user name or secret", "");
    }

    @Test
    void anotherDevicesTopic() throws Exception {
        try (Mqtt5Socket socket = connected("awlr-own")) {
            Mqtt5Socket.Heard answer = socket.publish("city/flood/awlr-other/telemetry", READING);
            assertThat(answer.type()).isEqualTo(PUBACK);
            assertThat(answer.reason()).isEqualTo(0x87);
            assertThat(socket.publish(OWN, READING).reason()).as("its own still passes").isZero();
        }
        audited("awlr-own", "published for another device", "city/flood/awlr-other/telemetry");
    }

    @Test
    void aGatewayWhoseChildItIsNot() throws Exception {
        try (Mqtt5Socket socket = connected("gw-1")) {
            assertThat(socket.publish("city/flood/awlr-other/telemetry", READING).reason()).isZero();
            assertThat(socket.publish(OWN, READING).reason()).isEqualTo(0x87);
            database.execute("UPDATE telemetry.device SET uplink_parent = NULL WHERE device_id = 'awlr-other'");
            Eventually.until("a child that left is no longer spoken for",
                    () -> socket.publish("city/flood/awlr-other/telemetry", READING).reason() == 0x87);
        }
        audited("gw-1", "published for another device", "city/flood/%");
    }

    @Test
    void theBrokersOwnTopics() throws Exception {
        try (Mqtt5Socket socket = connected("awlr-own")) {
            assertThat(socket.publish("$SYS/broker/uptime", "1").reason()).isEqualTo(0x87);
        }
        audited("awlr-own", "published to a reserved topic", "$SYS/broker/uptime");
    }

    @Test
    void aWildcardInATopic() throws Exception {
        ended("city/+/awlr-own/telemetry".getBytes(StandardCharsets.UTF_8), new byte[1], 0x90);
        audited("awlr-own", "not a topic to publish to", "%");
    }

    @Test
    void aTopicThatIsNoUtf8() throws Exception {
        ended(new byte[]{'a', (byte) 0xC3, (byte) 0x28, (byte) 0xFF}, new byte[1], 0x81);
        audited("awlr-own", "malformed packet", "%");
    }

    @Test
    void aTopicAliasThatWasNotOffered() throws Exception {
        ended(new byte[0], new byte[1], 0x94, 0x23, 0, 1);
        audited("awlr-own", "protocol error", "%");
    }

    @Test
    void aPacketThatIsTooLarge() throws Exception {
        ended(OWN.getBytes(StandardCharsets.UTF_8), new byte[300 * 1024], 0x95);
        audited("awlr-own", "packet too large", "%");
    }

    private static void ended(byte[] topic, byte[] payload, int reason, int... properties) throws IOException {
        try (Mqtt5Socket socket = connected("awlr-own")) {
            Mqtt5Socket.Heard answer = socket.publish(topic, payload, properties);
            assertThat(answer.type()).isEqualTo(DISCONNECT);
            assertThat(answer.reason()).isEqualTo(reason);
            assertThat(socket.hear().type()).isEqualTo(Mqtt5Socket.CLOSED);
        }
    }

    @Test
    void aPayloadThatIsTooLarge() throws Exception {
        try (Mqtt5Socket socket = connected("awlr-own")) {
            assertThat(socket.publish(OWN, " ".repeat(65 * 1024)).reason()).isEqualTo(0x99);
        }
        audited("awlr-own", "payload too large", OWN);
    }

    @Test
    void aSecondConnect() throws Exception {
        try (Mqtt5Socket socket = connected("awlr-other")) {
            socket.sendConnect("awlr-own", SECRET);
            Mqtt5Socket.Heard answer = socket.hear();
            assertThat(answer.type()).isEqualTo(DISCONNECT);
            assertThat(answer.reason()).isEqualTo(0x82);
        }
        audited("awlr-other", "protocol error", "second CONNECT");
    }

    @Test
    void othersCommandsEverythingAndTheBrokersOwn() throws Exception {
        try (Mqtt5Socket socket = connected("awlr-own")) {
            for (String filter : new String[]{"city/flood/awlr-other/cmd", "#", "city/flood/+/receipt", "$SYS/#"}) {
                assertThat(socket.subscribe(filter).reason()).as(filter).isEqualTo(0x87);
            }
            assertThat(socket.subscribe("city/flood/awlr-own/receipt").reason()).isEqualTo(1);
        }
        audited("awlr-own", "subscribed to what is not its own", "$SYS/#");
    }
}
