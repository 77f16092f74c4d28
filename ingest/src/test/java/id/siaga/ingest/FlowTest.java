package id.siaga.ingest;

import static id.siaga.ingest.RunningIngest.level;
import static id.siaga.ingest.RunningIngest.publish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.Test;

import id.siaga.ingest.registry.Registry.Enrolment;

/** From a device's socket to the tables, over real MQTT and a real database. */
class FlowTest extends RunningIngestFixture {

    private static final int NOT_AUTHORIZED = 0x87;
    private static final int PAYLOAD_FORMAT_INVALID = 0x99;

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    @Test
    void aReadingIsInItsTableWhenItsPubackArrives() throws Exception {
        ingest.registerGauge("awlr-p2c", "P2C");
        MqttAsyncClient gauge = ingest.connect("awlr-p2c");
        publish(gauge, "city/flood/awlr-p2c/telemetry", level(now, 7_800));
        assertThat(database.rows("SELECT device_id, distance_mm, level_mm FROM telemetry.flood_reading"))
                .containsExactly("awlr-p2c|7800.0|3200.0");
        assertThat(database.rows("SELECT m.topic FROM telemetry.flood_reading JOIN telemetry.message m "
                + "USING (message_id)")).containsExactly("city/flood/awlr-p2c/telemetry");
        gauge.disconnect().waitForCompletion();
    }

    @Test
    void redeliveryChangesNothing() throws Exception {
        ingest.registerGauge("awlr-p2c", "P2C");
        MqttAsyncClient gauge = ingest.connect("awlr-p2c");
        for (int i = 0; i < 3; i++) {
            publish(gauge, "city/flood/awlr-p2c/telemetry", level(now, 7_800));
        }
        assertThat(database.count("flood_reading")).isEqualTo(1);
        assertThat(database.count("message")).isEqualTo(1);
        assertThat(ingest.metrics()).contains("siaga_duplicates_total 2");
        gauge.disconnect().waitForCompletion();
    }

    @Test
    void siagaOneIsDecidedWithTheReadingThatCausedIt() throws Exception {
        ingest.registerGauge("awlr-p2c", "P2C");
        MqttAsyncClient gauge = ingest.connect("awlr-p2c");
        publish(gauge, "city/flood/awlr-p2c/telemetry", level(now, 5_450));
        assertThat(database.rows("SELECT code, level, severity, opens, priority FROM telemetry.alert"))
                .containsExactly("FLD-S1|SIAGA_1|EMERG|incident|P1");
        assertThat(database.rows("""
                                 SELECT r.level_mm FROM telemetry.alert_evidence e
                                 JOIN telemetry.flood_reading r USING (device_id, observed_at)"""))
                .containsExactly("5550.0");
        assertThat(database.count("alert_outbox")).isEqualTo(1);
        gauge.disconnect().waitForCompletion();
    }

    @Test
    void aBadValueIsKeptAndNeverRaises() throws Exception {
        ingest.registerGauge("awlr-p2c", "P2C");
        MqttAsyncClient gauge = ingest.connect("awlr-p2c");
        publish(gauge, "city/flood/awlr-p2c/telemetry", level(now, 0));
        publish(gauge, "city/flood/awlr-p2c/telemetry", level(now.plusMillis(10), 1));
        assertThat(database.rows("SELECT metric, number FROM telemetry.measurement WHERE metric = 'water.distance' "
                + "ORDER BY observed_at")).containsExactly("water.distance|0.0", "water.distance|1.0");
        assertThat(database.count("alert")).isZero();
        gauge.disconnect().waitForCompletion();
    }

    @Test
    void alertsSurviveARestartAndAreNotOpenedTwice() throws Exception {
        ingest.registerGauge("awlr-p2c", "P2C");
        MqttAsyncClient gauge = ingest.connect("awlr-p2c");
        publish(gauge, "city/flood/awlr-p2c/telemetry", level(now, 5_450));
        gauge.disconnect().waitForCompletion();
        ingest.close();
        ingest = new RunningIngest(database);
        gauge = ingest.connect("awlr-p2c");
        publish(gauge, "city/flood/awlr-p2c/telemetry", level(now.plusSeconds(1), 5_440));
        assertThat(database.count("alert")).isEqualTo(1);
        assertThat(database.count("alert_event")).isEqualTo(1);
        gauge.disconnect().waitForCompletion();
    }

    @Test
    void whatCannotBeReadIsQuarantinedAndTheRestGoesOn() throws Exception {
        ingest.registerGauge("awlr-p2c", "P2C");
        MqttAsyncClient gauge = ingest.connect("awlr-p2c");
        assertThat(publish(gauge, "city/flood/awlr-p2c/telemetry", "{not json")).isEqualTo(PAYLOAD_FORMAT_INVALID);
        assertThat(publish(gauge, "somewhere/else", "1")).isEqualTo(PAYLOAD_FORMAT_INVALID);
        publish(gauge, "city/flood/awlr-p2c/telemetry", level(now, 7_000));
        assertThat(database.rows("SELECT reason, principal FROM telemetry.quarantine ORDER BY quarantine_id"))
                .containsExactly("MALFORMED|awlr-p2c", "NO_ROUTE|awlr-p2c");
        assertThat(database.count("flood_reading")).isEqualTo(1);
        assertThat(ingest.metrics()).contains("siaga_quarantined_total{reason=\"malformed\"} 1");
        gauge.disconnect().waitForCompletion();
    }

    @Test
    void aPayloadOver64KiBIsQuarantinedWithItsFirst64KiB() throws Exception {
        ingest.registerGauge("awlr-p2c", "P2C");
        MqttAsyncClient gauge = ingest.connect("awlr-p2c");
        assertThat(publish(gauge, "city/flood/awlr-p2c/telemetry", " ".repeat(65 * 1024)))
                .isEqualTo(PAYLOAD_FORMAT_INVALID);
        assertThat(database.rows("SELECT reason, payload_bytes, length(payload) FROM telemetry.quarantine"))
                .containsExactly("TOO_LARGE|66560|65536");
        gauge.disconnect().waitForCompletion();
    }

    @Test
    void aClockOf2004OrTomorrowIsNotBelieved() throws Exception {
        ingest.registerGauge("awlr-p2c", "P2C");
        MqttAsyncClient gauge = ingest.connect("awlr-p2c");
        publish(gauge, "city/flood/awlr-p2c/telemetry", level(Instant.parse("2004-06-01T00:00:00Z"), 7_000));
        publish(gauge, "city/flood/awlr-p2c/telemetry", level(now.plus(1, ChronoUnit.DAYS), 7_001));
        assertThat(database.rows("SELECT time_source, flags & 1, observed_at = received_at FROM telemetry.flood_reading"
                + " ORDER BY distance_mm")).containsExactly("3|1|true", "3|1|true");
        gauge.disconnect().waitForCompletion();
    }

    @Test
    void aDeviceCannotSpeakForAnother() throws Exception {
        ingest.registerGauge("awlr-p2c", "P2C");
        ingest.registerGauge("awlr-other", "CIKEAS");
        MqttAsyncClient other = ingest.connect("awlr-other");
        assertThat(publish(other, "city/flood/awlr-p2c/telemetry", level(now, 5_000))).isEqualTo(NOT_AUTHORIZED);
        Eventually.until("the attempt is a row",
                () -> database.rows("SELECT reason, principal FROM telemetry.quarantine")
                        .contains("NOT_PERMITTED|awlr-other"));
        assertThat(database.count("flood_reading")).isZero();
        other.disconnect().waitForCompletion();
    }

    @Test
    void aWrongSecretAndAnUnknownDeviceAreRefused() throws Exception {
        ingest.registerGauge("awlr-p2c", "P2C");
        assertThatThrownBy(() -> ingest.connect("awlr-p2c", "wrong")).isInstanceOf(MqttException.class);
        assertThatThrownBy(() -> ingest.connect("nobody", "x")).isInstanceOf(MqttException.class);
        assertThat(ingest.metrics()).contains("siaga_connections_refused_total");
    }

    @Test
    void withOpenEnrolmentAStrangerIsUnclaimedAndRaisesNothing() throws Exception {
        ingest.close();
        ingest = new RunningIngest(database, Enrolment.OPEN);
        MqttAsyncClient stranger = ingest.connect("awlr-new", "whatever");
        publish(stranger, "city/flood/awlr-new/telemetry", level(now, 5_000));
        assertThat(database.rows("SELECT kind, status FROM telemetry.device")).containsExactly("flood|unclaimed");
        assertThat(database.count("flood_reading")).isEqualTo(1);
        assertThat(database.count("alert")).isZero();
        stranger.disconnect().waitForCompletion();
    }
}
