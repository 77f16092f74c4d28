package id.siaga.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;

import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import id.siaga.ingest.registry.Door;
import id.siaga.ingest.registry.Refusals;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** Whoever is not let in leaves a row, and a thousand of them leave a few. */
class RefusedConnectionsTest {

    private TestDatabase database;

    @BeforeEach
    void start() throws Exception {
        database = TestDatabase.create();
    }

    @AfterEach
    void stop() throws Exception {
        database.close();
    }

    @Test
    void aWrongSecretAndAStrangerAreRowsWithACount() throws Exception {
        try (RunningIngest ingest = new RunningIngest(database)) {
            ingest.registerGauge("awlr-p2c", "P2C");
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> ingest.connect("awlr-p2c", "wrong")).isInstanceOf(MqttException.class);
            }
            assertThatThrownBy(() -> ingest.connect("nobody", "x")).isInstanceOf(MqttException.class);
            Eventually.until("the refusals are rows", () -> database
                    .rows("SELECT user_name, reason, count FROM telemetry.connection_refusal ORDER BY user_name")
                    .equals(List.of("awlr-p2c|wrong name or secret|3", "nobody|wrong name or secret|1")));
            assertThat(ingest.metrics())
                    .contains("siaga_connections_refused_total{reason=\"wrong name or secret\"} 4");
        }
    }

    @Test
    void anAttackWithManyNamesLeavesFewRows() throws Exception {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        try (Refusals refusals = new Refusals(database.database().source(), meters, 5)) {
            refusals.start();
            for (int i = 0; i < 500; i++) {
                refusals.note("name\0-" + i + "x".repeat(1_000), "wrong name or secret", "", "192.0.2.1:4000",
                        Door.MQTT);
            }
        }
        assertThat(
                database.rows("SELECT count(*), sum(count), max(length(user_name)) FROM telemetry.connection_refusal"))
                .containsExactly("6|500|129");
        assertThat(database.rows("SELECT count FROM telemetry.connection_refusal WHERE user_name = '(others)'"))
                .containsExactly("495");
    }
}
