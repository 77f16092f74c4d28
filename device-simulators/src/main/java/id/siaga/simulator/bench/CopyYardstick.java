package id.siaga.simulator.bench;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.HdrHistogram.Histogram;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * What the database itself can do: the same typed row and its original bytes written by nothing but binary COPY, a
 * thousand rows a transaction, on as many connections as Siaga has lanes; and the time of a bare one-row commit.
 */
final class CopyYardstick implements AutoCloseable {

    private static final int ROWS = 1_000;
    private static final long POSTGRES_EPOCH_MS = 946_684_800_000L;
    private static final byte[] HEADER = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0, 0, 0, 0, 0,
            0, 0, 0, 0};
    private static final byte[] PAYLOAD = """
                                          {"v":1,"ts":1741046400000,"seq":123456,"m":{"water.distance":9123,"battery.voltage":3.6,"air.temperature":27.5}}"""
            .getBytes(StandardCharsets.UTF_8);

    private final String databaseUrl;
    private final int connections;

    /** Makes its tables, which go when it is closed. */
    CopyYardstick(String databaseUrl, int connections) throws SQLException {
        this.databaseUrl = databaseUrl;
        this.connections = connections;
        makeTables();
    }

    /** Rows a second, all connections together. */
    double rowsPerSecond(Duration duration) throws SQLException, InterruptedException {
        try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
            long start = System.nanoTime();
            List<Callable<Long>> writers = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                int number = i;
                writers.add(() -> copyUntil(start + duration.toNanos(), number));
            }
            long rows = 0;
            for (Future<Long> each : threads.invokeAll(writers)) {
                rows += each.get();
            }
            return rows * 1e9 / (System.nanoTime() - start);
        } catch (ExecutionException e) {
            throw new SQLException("the COPY yardstick failed", e);
        }
    }

    private void makeTables() throws SQLException {
        try (Connection connection = DriverManager.getConnection(databaseUrl);
                Statement statement = connection.createStatement()) {
            statement.execute("""
                              CREATE SCHEMA IF NOT EXISTS bench;
                              DROP TABLE IF EXISTS bench.flood_reading, bench.message;
                              CREATE TABLE bench.flood_reading (LIKE telemetry.flood_reading INCLUDING INDEXES);
                              CREATE TABLE bench.message (LIKE telemetry.message INCLUDING INDEXES)""");
        }
    }

    private long copyUntil(long deadline, int number) throws SQLException, IOException {
        try (Connection connection = DriverManager.getConnection(databaseUrl)) {
            connection.setAutoCommit(false);
            long rows = 0;
            while (System.nanoTime() < deadline) {
                copy(connection, "bench.message", messages(number, rows));
                copy(connection, "bench.flood_reading", readings(number, rows));
                connection.commit();
                rows += ROWS;
            }
            return rows;
        }
    }

    private static void copy(Connection connection, String table, byte[] data) throws SQLException {
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI()
                .copyIn("COPY " + table + " FROM STDIN (FORMAT binary)");
        copy.writeToCopy(data, 0, data.length);
        copy.endCopy();
    }

    private static byte[] messages(int number, long first) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(ROWS * 256);
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(HEADER);
        for (long row = first; row < first + ROWS; row++) {
            out.writeShort(6);
            int8(out, row << 8 | number);
            time(out, row);
            text(out, device(number, row));
            text(out, "city/flood/" + device(number, row) + "/telemetry");
            text(out, "city-json");
            field(out, PAYLOAD);
        }
        out.writeShort(-1);
        return bytes.toByteArray();
    }

    private static byte[] readings(int number, long first) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(ROWS * 160);
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(HEADER);
        for (long row = first; row < first + ROWS; row++) {
            out.writeShort(16);
            text(out, device(number, row));
            time(out, row);
            time(out, row);
            out.writeInt(Short.BYTES);
            out.writeShort(0);
            out.writeInt(Integer.BYTES);
            out.writeInt(0);
            int8(out, row);
            int8(out, row << 8 | number);
            float8(out, 2_000);
            float8(out, 9_123);
            absent(out, 2);
            float8(out, 27.5);
            absent(out, 1);
            float8(out, 3.6);
            absent(out, 2);
        }
        out.writeShort(-1);
        return bytes.toByteArray();
    }

    private static String device(int number, long row) {
        return "bench-copy-" + number + "-" + row % 1_000;
    }

    private static void time(DataOutputStream out, long row) throws IOException {
        int8(out, (System.currentTimeMillis() - POSTGRES_EPOCH_MS) * 1_000 / 1_000_000 * 1_000_000 + row);
    }

    private static void int8(DataOutputStream out, long value) throws IOException {
        out.writeInt(Long.BYTES);
        out.writeLong(value);
    }

    private static void float8(DataOutputStream out, double value) throws IOException {
        out.writeInt(Double.BYTES);
        out.writeDouble(value);
    }

    private static void text(DataOutputStream out, String value) throws IOException {
        field(out, value.getBytes(StandardCharsets.UTF_8));
    }

    private static void field(DataOutputStream out, byte[] value) throws IOException {
        out.writeInt(value.length);
        out.write(value);
    }

    private static void absent(DataOutputStream out, int fields) throws IOException {
        for (int i = 0; i < fields; i++) {
            out.writeInt(-1);
        }
    }

    /** Milliseconds of a bare one-row insert and commit, the median of many. */
    double oneRowCommitMillis() throws SQLException {
        Histogram histogram = new Histogram(10_000_000_000L, 3);
        try (Connection connection = DriverManager.getConnection(databaseUrl);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS bench.one_row (id bigint PRIMARY KEY, at timestamptz)");
            statement.execute("TRUNCATE bench.one_row");
            for (int i = 0; i < 500; i++) {
                long start = System.nanoTime();
                statement.execute("INSERT INTO bench.one_row VALUES (" + i + ", now())");
                histogram.recordValue(System.nanoTime() - start);
            }
        }
        return histogram.getValueAtPercentile(50) / 1e6;
    }

    @Override
    public void close() throws SQLException {
        try (Connection connection = DriverManager.getConnection(databaseUrl);
                Statement statement = connection.createStatement()) {
            statement.execute("DROP SCHEMA IF EXISTS bench CASCADE");
        }
    }
}
