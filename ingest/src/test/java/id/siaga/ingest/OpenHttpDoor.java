package id.siaga.ingest;

import static id.siaga.ingest.RunningIngest.SECRET;

import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import id.siaga.ingest.http.HttpDoorConfig;
import id.siaga.ingest.http.IngestFront;
import id.siaga.ingest.lane.LaneConfig;
import id.siaga.ingest.mqtt.DeviceEndpointConfig;
import id.siaga.ingest.registry.Registry.Enrolment;

/** The real HTTP door before a database of each test's own, with one gauge that may publish. */
final class OpenHttpDoor implements AfterEachCallback {

    static final String TOPIC = "city/flood/awlr-p2c/telemetry";

    private static final int QUEUE = 16;

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private final TestDatabase database;
    private RunningIngest ingest;
    private IngestFront front;
    private HttpGateway gauge;

    OpenHttpDoor() {
        try {
            database = TestDatabase.create();
            ingest = new RunningIngest(database);
            ingest.registerGauge("awlr-p2c", "P2C");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        front = ingest.http();
        gauge = HttpGateway.of(front, "awlr-p2c", SECRET);
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        close();
        database.close();
    }

    private void close() throws Exception {
        front.close();
        ingest.close();
    }

    /** Closes it and opens it again with other bounds. */
    void reopen(LaneConfig lanes, HttpDoorConfig door) throws Exception {
        close();
        ingest = new RunningIngest(database, new IngestConfig(DeviceEndpointConfig.plain("127.0.0.1", 0),
                Optional.empty(), Optional.empty(), lanes, Enrolment.CLOSED, door));
        front = ingest.http();
        gauge = HttpGateway.of(front, "awlr-p2c", SECRET);
    }

    /** A lane that few messages fill. */
    static LaneConfig smallLane() {
        return new LaneConfig(1, QUEUE, QUEUE, 1 << 20, 8, Duration.ofMillis(20), Duration.ofMillis(200),
                Duration.ofSeconds(10));
    }

    TestDatabase database() {
        return database;
    }

    RunningIngest ingest() {
        return ingest;
    }

    IngestFront front() {
        return front;
    }

    HttpGateway gauge() {
        return gauge;
    }

    /** A reading of the gauge, observed so many milliseconds before the test began. */
    String reading(int msAgo, int distanceMm) {
        return RunningIngest.level(now.minusMillis(msAgo), distanceMm);
    }

    /** What the gauge is answered for one reading. */
    HttpResponse<String> post(int msAgo, int distanceMm) {
        return gauge.send(gauge.single(TOPIC, reading(msAgo, distanceMm)));
    }

    /** Nobody gets at the table until the connection is rolled back. */
    Connection locked(String table) throws SQLException {
        Connection connection = database.database().source().getConnection();
        connection.setAutoCommit(false);
        try (Statement hold = connection.createStatement()) {
            hold.execute("LOCK TABLE telemetry." + table + " IN ACCESS EXCLUSIVE MODE");
        }
        return connection;
    }

    Instant now() {
        return now;
    }

    /** The sum of a metric without labels. */
    int metric(String name) {
        return ingest.metrics().lines().filter(line -> line.startsWith(name + " "))
                .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' ')))).sum();
    }
}
