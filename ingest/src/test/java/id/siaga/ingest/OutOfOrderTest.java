package id.siaga.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A device's messages in another order than it sent them, as two sessions of one broker can bring them. */
class OutOfOrderTest {

    private static final String ALERTS = "SELECT code, cleared_at IS NOT NULL FROM telemetry.alert";

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private TestDatabase database;
    private RunningIngest ingest;
    private MqttAsyncClient tracker;

    @BeforeEach
    void start() throws Exception {
        database = TestDatabase.create();
        ingest = new RunningIngest(database);
        ingest.register("patrol-1", "gps", "NULL, NULL");
        tracker = ingest.connect("patrol-1");
        publish(now.minusSeconds(2), "none");
    }

    @AfterEach
    void stop() throws Exception {
        tracker.disconnect().waitForCompletion();
        ingest.close();
        database.close();
    }

    @Test
    void withinABatchTheyAreJudgedByEventTime() throws Exception {
        try (Connection lock = database.database().source().getConnection(); Statement hold = lock.createStatement()) {
            lock.setAutoCommit(false);
            hold.execute("LOCK TABLE telemetry.gps_position IN ACCESS EXCLUSIVE MODE");
            send(now.minusSeconds(1), "none");
            Eventually.until("the lane waits for the lock", () -> queued() == 0 && waiting());
            send(now.plusMillis(10), "none");
            send(now, "panic");
            Eventually.until("both are in the next batch", () -> queued() == 2);
            lock.commit();
        }
        Eventually.until("all are stored", () -> database.count("gps_position") == 4);
        assertThat(database.rows(ALERTS)).containsExactly("GPS-PANIC|true");
        assertThat(ingest.metrics()).contains("siaga_out_of_order_total 0");
    }

    @Test
    void whatComesAfterTheCommitOfALaterOneIsStoredCountedAndNotJudged() throws Exception {
        publish(now.plusMillis(10), "none");
        publish(now, "panic");
        assertThat(database.count("gps_position")).isEqualTo(3);
        assertThat(database.rows(ALERTS)).isEmpty();
        assertThat(ingest.metrics()).contains("siaga_out_of_order_total 1");
    }

    private void publish(Instant at, String alarm) throws MqttException {
        assertThat(RunningIngest.publish(tracker, "city/gps/patrol-1/telemetry", payload(at, alarm))).isZero();
    }

    private void send(Instant at, String alarm) throws MqttException {
        tracker.publish("city/gps/patrol-1/telemetry", payload(at, alarm).getBytes(StandardCharsets.UTF_8), 1, false);
    }

    private static String payload(Instant at, String alarm) {
        return "{\"v\":1,\"ts\":" + at.toEpochMilli() + ",\"pos\":[-6.24,106.99],\"m\":{\"vehicle.alarm\":\""
                + alarm + "\"}}";
    }

    private boolean waiting() throws Exception {
        return !database.rows("SELECT 1 FROM pg_stat_activity WHERE datname = current_database() "
                + "AND wait_event_type = 'Lock'").isEmpty();
    }

    private int queued() {
        return ingest.metrics().lines().filter(line -> line.startsWith("siaga_lane_queue_depth{"))
                .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' ')))).sum();
    }
}
