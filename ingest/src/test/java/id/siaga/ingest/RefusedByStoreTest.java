package id.siaga.ingest;

import static id.siaga.ingest.RunningIngest.level;
import static id.siaga.ingest.RunningIngest.publish;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the tables will not take is put aside by itself, and what came with it is stored. */
class RefusedByStoreTest {

    private static final String GAUGE_TOPIC = "city/flood/awlr-p2c/telemetry";
    private static final String TRUCK_TOPIC = "city/gps/truck-7/telemetry";
    private static final int PAYLOAD_FORMAT_INVALID = 0x99;

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private TestDatabase database;
    private RunningIngest ingest;

    @BeforeEach
    void start() throws Exception {
        database = TestDatabase.create();
        ingest = new RunningIngest(database);
        ingest.registerGauge("awlr-p2c", "P2C");
        ingest.register("truck-7", "gps", "NULL, NULL");
    }

    @AfterEach
    void stop() throws Exception {
        ingest.close();
        database.close();
    }

    @Test
    void onePoisonousMessageAmongHundredsIsPutAsideAlone() throws Exception {
        // The decoders let through nothing that the tables are known to refuse: this stands for what nobody foresaw.
        database.execute("ALTER TABLE telemetry.gps_position ADD CONSTRAINT unforeseen CHECK (alarm <> 'cursed')");
        MqttAsyncClient truck = ingest.connect("truck-7");
        List<IMqttToken> sent = new ArrayList<>();
        try (Connection lock = database.database().source().getConnection(); Statement hold = lock.createStatement()) {
            lock.setAutoCommit(false);
            hold.execute("LOCK TABLE telemetry.gps_position IN ACCESS EXCLUSIVE MODE");
            for (int i = 0; i < 300; i++) {
                String alarm = i == 150 ? "cursed" : "none";
                sent.add(truck.publish(TRUCK_TOPIC, truck(now.plusMillis(i), alarm), 1, false));
            }
            lock.commit();
        }
        for (IMqttToken token : sent) {
            token.waitForCompletion(20_000);
        }
        assertThat(database.count("gps_position")).isEqualTo(299);
        assertThat(database.rows("SELECT reason, principal, position('cursed' IN convert_from(payload, 'UTF8')) > 0 "
                + "FROM telemetry.quarantine")).containsExactly("STORE_REFUSED|truck-7|true");
        assertThat(sent.get(150).getReasonCodes()).containsExactly(PAYLOAD_FORMAT_INVALID);
        truck.disconnect().waitForCompletion();
    }

    @Test
    void anotherMessageOfTheSameTimeIsKeptInQuarantine() throws Exception {
        MqttAsyncClient gauge = ingest.connect("awlr-p2c");
        publish(gauge, GAUGE_TOPIC, level(now, 7_800));
        assertThat(publish(gauge, GAUGE_TOPIC, level(now, 7_801))).isEqualTo(PAYLOAD_FORMAT_INVALID);
        assertThat(publish(gauge, GAUGE_TOPIC, level(now, 7_800))).isZero();
        assertThat(database.rows("SELECT distance_mm FROM telemetry.flood_reading")).containsExactly("7800.0");
        assertThat(database.rows("SELECT reason, detail, convert_from(payload, 'UTF8') FROM telemetry.quarantine"))
                .containsExactly("CONFLICT|ts: another message with the same device time was stored first|"
                        + level(now, 7_801));
        assertThat(ingest.metrics()).contains("siaga_duplicates_total 1",
                "siaga_quarantined_total{reason=\"conflict\"} 1");
        gauge.disconnect().waitForCompletion();
    }

    @Test
    void aConflictWithinOneBatchIsFoundToo() throws Exception {
        MqttAsyncClient gauge = ingest.connect("awlr-p2c");
        List<IMqttToken> sent = new ArrayList<>();
        try (Connection lock = database.database().source().getConnection(); Statement hold = lock.createStatement()) {
            lock.setAutoCommit(false);
            hold.execute("LOCK TABLE telemetry.flood_reading IN ACCESS EXCLUSIVE MODE");
            sent.add(gauge.publish(GAUGE_TOPIC, bytes(level(now.minusSeconds(1), 7_000)), 1, false));
            for (int distance : new int[]{7_800, 7_801, 7_800}) {
                sent.add(gauge.publish(GAUGE_TOPIC, bytes(level(now, distance)), 1, false));
            }
            lock.commit();
        }
        for (IMqttToken token : sent) {
            token.waitForCompletion(20_000);
        }
        assertThat(database.rows("SELECT distance_mm FROM telemetry.flood_reading ORDER BY observed_at"))
                .containsExactly("7000.0", "7800.0");
        assertThat(database.rows("SELECT reason FROM telemetry.quarantine")).containsExactly("CONFLICT");
        gauge.disconnect().waitForCompletion();
    }

    private static byte[] truck(Instant at, String alarm) {
        return bytes("{\"v\":1,\"ts\":" + at.toEpochMilli()
                + ",\"pos\":[-6.24,106.99],\"m\":{\"vehicle.alarm\":\"" + alarm + "\"}}");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
