package id.siaga.ingest;

import static id.siaga.ingest.RunningIngest.publish;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the tables say of the messages that came, over real MQTT and a real database. */
class SequenceLedgerTest {

    private static final String TOPIC = "city/flood/awlr-p2c/telemetry";
    private static final List<String> TABLES = List.of(
            "SELECT session, first_number, highest_number, counter_bits, missing, lost, device_time "
                    + "FROM telemetry.sequence_session ORDER BY device_id, session",
            "SELECT device_id, session, from_number, to_number, observed_at, opened_at "
                    + "FROM telemetry.sequence_gap ORDER BY 1, 2, 3",
            "SELECT device_id, hour, numbers, missing, duplicates, late, samples, clock_skewed "
                    + "FROM telemetry.sequence_hour ORDER BY 1, 2");

    /** On an hour that is over, so that the messages of a test fall into the same two hours whenever it runs. */
    private final Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(1, ChronoUnit.HOURS);
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

    private static String numbered(long number, Instant at) {
        return "{\"v\":1,\"ts\":%d,\"seq\":%d,\"m\":{\"water.distance\":7800}}".formatted(at.toEpochMilli(), number);
    }

    private Instant at(long number) {
        return hour.plusSeconds(10 * (number - 5));
    }

    private void send(long... numbers) throws Exception {
        MqttAsyncClient gauge = ingest.connect("awlr-p2c");
        for (long number : numbers) {
            publish(gauge, TOPIC, numbered(number, at(number)));
        }
        gauge.disconnect().waitForCompletion();
    }

    private List<String> ledger() throws Exception {
        List<String> all = new ArrayList<>();
        for (String table : TABLES) {
            all.addAll(database.rows(table));
        }
        return all;
    }

    private void written(String sql, String expected) throws Exception {
        Eventually.until(sql + " is " + expected, () -> database.rows(sql).equals(List.of(expected)));
    }

    @Test
    void gapsLateOnesAndDuplicatesAreCountedInTheirHours() throws Exception {
        // 1…4 are before the hour, 5… in it.
        send(1, 2, 4, 7, 3, 8, 8);
        written("SELECT first_number, highest_number, missing FROM telemetry.sequence_session", "1|8|2");
        assertThat(database.rows("SELECT from_number, to_number FROM telemetry.sequence_gap")).containsExactly("5|6");
        assertThat(database.rows("""
                                 SELECT hour < '%s', numbers, missing, duplicates, late, samples
                                 FROM telemetry.sequence_hour ORDER BY hour""".formatted(hour)))
                .containsExactly("true|4|0|0|1|4", "false|2|2|1|0|2");
        assertThat(ingest.metrics()).contains("siaga_sequence_gap_total 3", "siaga_late_total 1");
    }

    @Test
    void aClockThatIsNotBelievedIsCounted() throws Exception {
        MqttAsyncClient gauge = ingest.connect("awlr-p2c");
        publish(gauge, TOPIC, numbered(1, Instant.parse("2004-01-01T00:00:00Z")));
        gauge.disconnect().waitForCompletion();
        written("SELECT samples, clock_skewed FROM telemetry.sequence_hour", "1|1");
        assertThat(ingest.metrics()).contains("siaga_clock_skewed_total 1");
    }

    @Test
    void aDeviceWithoutACounterHasSamplesAndNoSession() throws Exception {
        MqttAsyncClient gauge = ingest.connect("awlr-p2c");
        publish(gauge, TOPIC, RunningIngest.level(hour, 7_800));
        gauge.disconnect().waitForCompletion();
        written("SELECT numbers, samples FROM telemetry.sequence_hour", "0|1");
        assertThat(database.rows("SELECT session FROM telemetry.sequence_session")).containsExactly("0");
    }

    @Test
    void itGoesOnAfterARestart() throws Exception {
        send(1, 2, 4);
        ingest.close();
        ingest = new RunningIngest(database);
        send(3, 5);
        written("SELECT session, first_number, highest_number, missing FROM telemetry.sequence_session", "1|1|5|0");
        assertThat(database.count("sequence_gap")).isZero();
    }

    @Test
    void whatIsRebuiltFromTheMessagesIsWhatWasCounted() throws Exception {
        send(1, 2, 4, 7, 3, 8);
        MqttAsyncClient gauge = ingest.connect("awlr-p2c");
        publish(gauge, TOPIC, numbered(0, hour.plusSeconds(200)));
        publish(gauge, TOPIC, numbered(2, hour.plusSeconds(220)));
        gauge.disconnect().waitForCompletion();
        ingest.close();
        List<String> counted = ledger();
        assertThat(counted).hasSize(2 + 2 + 2);
        // As a crash before the first write would have left it.
        database.execute("TRUNCATE telemetry.sequence_session, telemetry.sequence_gap, telemetry.sequence_hour");
        database.execute("UPDATE telemetry.sequence_writer SET through = 0");
        ingest = new RunningIngest(database);
        assertThat(ledger()).isEqualTo(counted);
    }

    @Test
    void aLaneThatLivesIsNotTakenForACrashedOne() throws Exception {
        send(1, 2);
        written("SELECT highest_number FROM telemetry.sequence_session", "2");
        long live = database.count("sequence_writer");
        try (RunningIngest second = new RunningIngest(database)) {
            assertThat(second.port()).isPositive();
            assertThat(database.count("sequence_writer")).isEqualTo(live);
        }
    }
}
