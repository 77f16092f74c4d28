package id.siaga.ingest;

import static id.siaga.ingest.RunningIngest.level;
import static id.siaga.ingest.RunningIngest.publish;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.sql.DataSource;

import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import id.siaga.ingest.store.Database;

/** A commit that holds although the connection breaks before it says so: nothing is decided or counted twice or not at all. */
class LostAnswerTest {

    private static final String COUNTED = """
                                          SELECT sum(numbers), sum(missing), sum(duplicates), sum(samples)
                                          FROM telemetry.sequence_hour""";

    private final AtomicBoolean loseTheNext = new AtomicBoolean();
    private final AtomicBoolean loseTheLedger = new AtomicBoolean();
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private TestDatabase database;
    private RunningIngest ingest;

    @BeforeEach
    void start() throws Exception {
        database = TestDatabase.create();
        Database real = database.database();
        ingest = new RunningIngest(TestDatabase.of(new Database(real.source(), losing(real.lanes()), real.probe(),
                real.dialect(), real.name())));
        ingest.registerGauge("awlr-p2c", "P2C");
    }

    @AfterEach
    void stop() throws Exception {
        ingest.close();
        database.close();
    }

    @Test
    void anAlertOpenedInItIsRaisedByTheNextReading() throws Exception {
        MqttAsyncClient gauge = ingest.connect("awlr-p2c");
        send(gauge, 0, 7_400);
        loseTheNext.set(true);
        send(gauge, 1, 7_400);
        assertThat(loseTheNext).isFalse();
        send(gauge, 2, 5_000);
        assertThat(database.rows("SELECT change, level FROM telemetry.alert_event ORDER BY event_id"))
                .containsExactly("opened|SIAGA_3", "raised|SIAGA_1");
        assertThat(database.rows("SELECT level FROM telemetry.alert")).containsExactly("SIAGA_1");
        assertThat(database.count("flood_reading")).isEqualTo(3);
        gauge.disconnect().waitForCompletion();
    }

    @Test
    void whatItStoredIsCountedOnce() throws Exception {
        MqttAsyncClient gauge = ingest.connect("awlr-p2c");
        // The very first of a session, one in a run, one above a gap, and one that the device really sends twice.
        for (int number : new int[]{1, 2, 3, 5}) {
            loseTheNext.set(number != 2);
            numbered(gauge, number);
            assertThat(loseTheNext).isFalse();
        }
        numbered(gauge, 3);
        Eventually.until("all is counted", () -> database.rows(COUNTED).equals(List.of("4|1|1|4")));
        assertThat(database.rows("SELECT session, first_number, highest_number FROM telemetry.sequence_session"))
                .containsExactly("1|1|5");
        gauge.disconnect().waitForCompletion();
    }

    @Test
    void whatItWroteOfTheLedgerIsNotWrittenAgain() throws Exception {
        MqttAsyncClient gauge = ingest.connect("awlr-p2c");
        loseTheLedger.set(true);
        numbered(gauge, 1);
        Eventually.until("the ledger's answer is lost", () -> !loseTheLedger.get() && !loseTheNext.get());
        numbered(gauge, 2);
        Eventually.until("all is counted",
                () -> database.rows("SELECT highest_number FROM telemetry.sequence_session").equals(List.of("2")));
        assertThat(database.rows(COUNTED)).containsExactly("2|0|0|2");
        gauge.disconnect().waitForCompletion();
    }

    private void numbered(MqttAsyncClient gauge, int number) throws Exception {
        publish(gauge, "city/flood/awlr-p2c/telemetry", "{\"v\":1,\"ts\":%d,\"seq\":%d,\"m\":{\"water.distance\":7800}}"
                .formatted(now.minusSeconds(60 - number).toEpochMilli(), number));
    }

    private void send(MqttAsyncClient gauge, int second, int distanceMm) throws Exception {
        publish(gauge, "city/flood/awlr-p2c/telemetry", level(now.minusSeconds(60 - second), distanceMm));
    }

    private DataSource losing(DataSource real) {
        return (DataSource) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[]{DataSource.class},
                (proxy, method, arguments) -> {
                    Object result = call(real, method, arguments);
                    return result instanceof Connection connection ? losing(connection) : result;
                });
    }

    private Connection losing(Connection real) {
        return (Connection) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[]{Connection.class},
                (proxy, method, arguments) -> {
                    Object result = call(real, method, arguments);
                    if (method.getName().equals("prepareStatement") && isOfTheLedger(arguments)
                            && loseTheLedger.compareAndSet(true, false)) {
                        loseTheNext.set(true);
                    }
                    if (method.getName().equals("commit") && loseTheNext.compareAndSet(true, false)) {
                        throw new SQLException("the connection broke after the commit", "08006");
                    }
                    return result;
                });
    }

    private static boolean isOfTheLedger(Object[] arguments) {
        return arguments[0] instanceof String sql && sql.contains("INTO telemetry.sequence_hour");
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
