package id.siaga.ingest.store;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import id.siaga.ingest.decode.Decoded;
import id.siaga.ingest.registry.Device;
import id.siaga.ingest.telemetry.Flag;
import id.siaga.ingest.telemetry.Kind;
import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Metric;
import id.siaga.ingest.telemetry.Reading;
import id.siaga.ingest.telemetry.Sample;
import id.siaga.ingest.telemetry.TimeSource;
import id.siaga.ingest.telemetry.Value;

/** Readings of a small city as the lanes would write them; the values are quarters, so that sums of them are exact. */
final class StoredReadings {

    private static final int BATCH = 150;
    private static final int SECONDS_APART = 97;
    private static final Flag[] SOMETIMES = {Flag.TILTED, Flag.STALE, Flag.CLOCK_BAD, Flag.LATE, Flag.RETAINED,
            Flag.SIMULATED};

    private final MessageIds ids = new MessageIds(1);
    private final Random random;

    StoredReadings(long seed) {
        this.random = new Random(seed);
    }

    /** One reading of every device about every minute and a half of the last {@code length}, shuffled. */
    List<Entry> shuffled(Duration length, String... devices) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        List<Entry> entries = new ArrayList<>();
        for (String id : devices) {
            for (long age = 0; age < length.toSeconds(); age += SECONDS_APART) {
                entries.add(entry(id, now.minusSeconds(age).minusNanos(1_000L * id.hashCode() % 1_000_000)));
            }
        }
        Collections.shuffle(entries, random);
        return entries;
    }

    Entry entry(String id, Instant observedAt) {
        return entry(id, observedAt, Instant.now().truncatedTo(ChronoUnit.MICROS));
    }

    /** The kind of a device is the first part of its id. */
    Entry entry(String id, Instant observedAt, Instant receivedAt) {
        Kind kind = Kind.ofWord(id.split("-", 2)[0]).orElseThrow();
        int flags = random.nextInt(4) == 0 ? SOMETIMES[random.nextInt(SOMETIMES.length)].bit() : 0;
        Sample sample = new Sample(observedAt, TimeSource.DEVICE, flags, readings(kind), null);
        byte[] payload = (id + observedAt).getBytes(StandardCharsets.UTF_8);
        return new Entry(ids.next(receivedAt), device(id, kind), Message.of("test/" + id, payload, receivedAt), "test",
                new Decoded.Report(id, null, null, List.of(sample), List.of(), null), List.of(sample));
    }

    private List<Reading> readings(Kind kind) {
        List<Reading> readings = new ArrayList<>();
        ReadingTable table = ReadingTable.of(kind);
        if (table != null) {
            for (ReadingTable.Column column : table.columns()) {
                switch (column.type()) {
                    case FLOAT8 -> readings.add(reading(column.metric(), "", number()));
                    case BOOL -> readings.add(reading(column.metric(), "", Value.of(random.nextBoolean())));
                    default -> {
                        // Words are not rolled up.
                    }
                }
            }
        }
        readings.removeIf(each -> random.nextInt(5) == 0);
        readings.add(reading(Metric.named("own.count"), "eth" + random.nextInt(2), number()));
        return readings;
    }

    private Value number() {
        return Value.of(random.nextInt(400) / 4.0);
    }

    private Reading reading(Metric metric, String component, Value value) {
        return new Reading(metric, component, value, random.nextInt(10) == 0 ? Flag.SENTINEL.bit() : 0);
    }

    private static Device device(String id, Kind kind) {
        return new Device(id, kind, id, Device.Status.ACTIVE, null, null, null, null, null, null, null);
    }

    /** As a lane does that was started for it: batches, each a transaction. */
    static void write(Database database, List<Entry> entries) throws SQLException {
        BatchWriter writer = new BatchWriter(database.dialect());
        try (Connection connection = database.source().getConnection()) {
            connection.setAutoCommit(false);
            for (int from = 0; from < entries.size(); from += BATCH) {
                writer.write(connection, entries.subList(from, Math.min(from + BATCH, entries.size())),
                        new Flight(), Flight.Ending.OPEN);
                connection.commit();
                writer.committed();
            }
        }
    }

    /** What stands in a view by the definition of it, from the readings alone: a column and its formula. */
    static Map<String, String> formulas(ReadingTable table) {
        Map<String, String> formulas = new HashMap<>();
        for (ReadingTable.Column column : table.columns()) {
            String name = column.name();
            switch (column.type()) {
                case FLOAT8 -> numbers(formulas, name);
                case BOOL -> truths(formulas, name);
                default -> {
                    // Words are not rolled up.
                }
            }
        }
        // A mean course is not the mean of the numbers.
        formulas.keySet().removeIf(column -> column.startsWith("course_deg"));
        return formulas;
    }

    static void numbers(Map<String, String> formulas, String name) {
        formulas.put(name + "_avg", "avg(" + name + ")");
        formulas.put(name + "_min", "min(" + name + ")");
        formulas.put(name + "_max", "max(" + name + ")");
        formulas.put(name + "_count", "count(" + name + ")");
    }

    static void truths(Map<String, String> formulas, String name) {
        formulas.put(name + "_fraction", "avg(" + name + "::int::float8)");
        formulas.put(name + "_any", "bool_or(" + name + ")");
        formulas.put(name + "_count", "count(" + name + ")");
    }
}
