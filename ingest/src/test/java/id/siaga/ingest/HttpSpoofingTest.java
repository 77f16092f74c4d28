package id.siaga.ingest;

import static id.siaga.ingest.RunningIngest.SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import id.siaga.ingest.http.IngestFront;
import id.siaga.ingest.registry.AttemptPolicy;

/** The HTTP door: whoever pretends is told no with the right status, and is a row. */
class HttpSpoofingTest {

    private static final String READING = "{\"v\":1,\"m\":{\"water.distance\":7000}}";

    private static TestDatabase database;
    private static RunningIngest ingest;
    private static IngestFront front;

    @BeforeAll
    static void start() throws Exception {
        database = TestDatabase.create();
        ingest = new RunningIngest(database);
        front = ingest.http();
        ingest.registerGauge("awlr-own", "P2C");
        ingest.registerGauge("awlr-guessed", "CIKEAS");
    }

    @AfterAll
    static void stop() throws Exception {
        front.close();
        ingest.close();
        database.close();
    }

    private static int status(String user, String secret, String topic, String payload) {
        HttpGateway sender = HttpGateway.of(front, user, secret);
        return sender.send(sender.single(topic, payload)).statusCode();
    }

    private static void audited(String user, String reason, String what) throws Exception {
        Eventually.until("a row for " + reason,
                () -> database
                        .rows("""
                              SELECT count(*) FROM telemetry.connection_refusal
                              WHERE user_name = '%s' AND reason = '%s' AND what = '%s' AND remote LIKE '127.0.0.1%%'"""
                                .formatted(user, reason, what))
                        .contains("1"));
    }

    @Test
    void aWrongNameAndAWrongSecret() throws Exception {
        assertThat(status("nobody", SECRET, "city/flood/nobody/telemetry", READING)).isEqualTo(401);
        assertThat(status("awlr-own", "guess", "city/flood/awlr-own/telemetry", READING)).isEqualTo(401);
        audited("nobody", "wrong name or secret", "");
        audited("awlr-own", "wrong name or secret", "");
    }

    @Test
    void anothersTopicAReservedOneAndAWildcard() throws Exception {
        assertThat(status("awlr-own", SECRET, "city/flood/awlr-other/telemetry", READING)).isEqualTo(403);
        audited("awlr-own", "published for another device", "city/flood/awlr-other/telemetry");
        assertThat(status("awlr-own", SECRET, "$SYS/broker/uptime", "1")).isEqualTo(403);
        audited("awlr-own", "published to a reserved topic", "$SYS/broker/uptime");
        assertThat(status("awlr-own", SECRET, "city/+/awlr-own/telemetry", READING)).isEqualTo(400);
    }

    @Test
    void aPayloadThatIsTooLarge() throws Exception {
        assertThat(status("awlr-own", SECRET, "city/flood/awlr-own/telemetry", " ".repeat(65 * 1024))).isEqualTo(200);
        audited("awlr-own", "payload too large", "city/flood/awlr-own/telemetry");
    }

    @Test
    void aNameThatIsGuessedAtIsLockedOutAtBothDoors() throws Exception {
        IntStream.range(0, AttemptPolicy.defaults().ofIdentity()).forEach(i -> assertThat(
                status("awlr-guessed", "guess-" + i, "city/flood/awlr-guessed/telemetry", READING)).isEqualTo(401));
        assertThat(status("awlr-guessed", SECRET, "city/flood/awlr-guessed/telemetry", READING)).isEqualTo(429);
        assertThat(connack("awlr-guessed")).as("banned").isEqualTo(0x8A);
        assertThat(connack("awlr-own")).as("nobody else").isZero();
        Eventually.until("a row for each door", () -> database.rows("""
                                                                    SELECT door FROM telemetry.connection_refusal
                                                                    WHERE user_name = 'awlr-guessed'
                                                                        AND reason = 'locked out after failures'
                                                                    ORDER BY 1""").equals(List.of("http", "mqtt")));
    }

    private static int connack(String user) throws IOException {
        try (Mqtt5Socket socket = new Mqtt5Socket(ingest.port())) {
            return socket.connect(user, SECRET);
        }
    }
}
