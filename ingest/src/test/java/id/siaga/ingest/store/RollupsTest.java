package id.siaga.ingest.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import id.siaga.ingest.TestDatabase;
import id.siaga.ingest.telemetry.Flag;
import id.siaga.ingest.telemetry.Quality;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** Every rollup says what its readings say, in whatever order and however late they came. */
class RollupsTest {

    private static final String[] DEVICES = {"flood-1", "flood-2", "gps-1", "cctv-1", "wifi-1", "rain-1", "switch-1",
            "radio-1", "link-1", "door-1", "monitor-1", "room-1", "gateway-1", "pump-1", "unknown-1"};
    private static final String ROLLUPS = String.valueOf(3 * (ReadingTable.all().size() + 1));
    private enum Grain {
        MINUTE("1m"), HOUR("1h"), DAY("1d");

        private final String suffix;

        Grain(String suffix) {
            this.suffix = suffix;
        }
    }

    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private TestDatabase database;
    private Upkeep upkeep;

    @BeforeEach
    void start() throws SQLException {
        database = TestDatabase.create();
        upkeep = new Upkeep(database.database(), UpkeepConfig.standard(), meters, Clock.systemUTC());
    }

    @AfterEach
    void stop() throws SQLException {
        upkeep.close();
        database.close();
        meters.close();
    }

    /** Thirty hours touch two or three days, none of which is whole. */
    @ParameterizedTest
    @ValueSource(ints = {30, 72})
    void hoursInAnyOrderAndLate(int hours) throws SQLException {
        List<Entry> all = new StoredReadings(20_250_304).shuffled(Duration.ofHours(hours), DEVICES);
        List<Entry> first = all.subList(0, all.size() / 2);
        StoredReadings.write(database.database(), first);
        assertEveryViewTellsTheReadings("computed when asked for");

        refresh();
        assertThat(database.rows("SELECT count(*) FROM telemetry.rollup WHERE upto > now() - interval '1 day' "
                + "- width")).containsExactly(ROLLUPS);
        assertEveryViewTellsTheReadings("stored");

        StoredReadings.write(database.database(), all);
        assertThat(database.count("flood_reading")).isGreaterThan(70L * hours);
        assertViewsTellTheReadings("late, before the refresh: what is not stored yet", Grain.MINUTE,
                "(SELECT upto FROM telemetry.rollup WHERE name = '%s')");
        refresh();
        assertEveryViewTellsTheReadings("late, after the refresh");
        assertThat(meters.scrape()).contains("siaga_rollup_lag_seconds 1");
    }

    @Test
    void aBatchThatWasRolledBackLeavesNoTrustBehind() throws SQLException {
        StoredReadings city = new StoredReadings(1);
        Instant at = Instant.now().minus(2, ChronoUnit.HOURS);
        BatchWriter writer = new BatchWriter(database.database().dialect());
        try (Connection connection = database.database().source().getConnection()) {
            connection.setAutoCommit(false);
            List<Entry> batch = List.of(city.entry("flood-1", at));
            writer.write(connection, batch, new Flight(), Flight.Ending.OPEN);
            connection.rollback();
            writer.write(connection, batch, new Flight(), Flight.Ending.OPEN);
            connection.commit();
            writer.committed();
        }
        refresh();
        refresh();
        assertThat(database.rows("SELECT sum(samples) FROM telemetry.flood_reading_1m")).containsExactly("1");
    }

    @Test
    void aTransactionUnderWayDuringTheRefreshIsNotForgotten() throws SQLException {
        StoredReadings city = new StoredReadings(2);
        Instant at = Instant.now().minus(2, ChronoUnit.HOURS).truncatedTo(ChronoUnit.MINUTES);
        BatchWriter writer = new BatchWriter(database.database().dialect());
        try (Connection connection = database.database().source().getConnection()) {
            connection.setAutoCommit(false);
            writer.write(connection, List.of(city.entry("flood-1", at)), new Flight(), Flight.Ending.OPEN);
            connection.commit();
            writer.committed();
            writer.write(connection, List.of(city.entry("flood-1", at.plusSeconds(1))), new Flight(),
                    Flight.Ending.OPEN);
            refresh();
            connection.commit();
        }
        refresh();
        assertThat(database.rows("SELECT samples FROM telemetry.flood_reading_1h")).containsExactly("2");
    }

    @Test
    void whatTheModelCallsSuspectIsLeftOut() throws SQLException {
        int expected = Arrays.stream(Flag.values()).filter(flag -> flag.quality() != Quality.GOOD)
                .filter(flag -> flag != Flag.CLOCK_BAD && flag != Flag.CLOCK_ASSUMED).mapToInt(Flag::bit).sum();
        String bits = Arrays.stream(Flag.values()).map(flag -> String.valueOf(flag.bit()))
                .collect(Collectors.joining(", "));
        assertThat(database.rows("SELECT sum(bit) FILTER (WHERE telemetry.suspect(bit)) FROM unnest(ARRAY[" + bits
                + "]) AS bit")).containsExactly(String.valueOf(expected));
    }

    @Test
    void onlyOneProcessRefreshesAtATime() throws SQLException {
        StoredReadings.write(database.database(),
                List.of(new StoredReadings(3).entry("flood-1", Instant.now().minus(2, ChronoUnit.HOURS))));
        try (Connection other = database.database().source().getConnection();
                java.sql.Statement lock = other.createStatement()) {
            lock.execute("SELECT pg_advisory_lock(hashtextextended('siaga upkeep', 0))");
            refresh();
            assertThat(database.rows("SELECT count(*) FROM telemetry.rollup WHERE refreshed_at IS NOT NULL"))
                    .containsExactly("0");
        }
        refresh();
        assertThat(database.rows("SELECT count(*) FROM telemetry.rollup WHERE refreshed_at IS NOT NULL"))
                .containsExactly(ROLLUPS);
    }

    /** Two refreshes, as marks are taken by the second; and no waiting for the time in which they are trusted. */
    private void refresh() throws SQLException {
        if (database.database().dialect() == Database.Dialect.POSTGRESQL) {
            database.execute("UPDATE telemetry.rollup_dirty SET marked_at = marked_at - interval '1 minute'");
        }
        upkeep.rollUp();
        upkeep.rollUp();
    }

    private void assertEveryViewTellsTheReadings(String when) throws SQLException {
        for (Grain grain : Grain.values()) {
            assertViewsTellTheReadings(when, grain, "'-infinity'::timestamptz");
        }
    }

    private void assertViewsTellTheReadings(String when, Grain grain, String from) throws SQLException {
        for (ReadingTable table : ReadingTable.all()) {
            assertTells(when, table.name(), grain, "device_id", StoredReadings.formulas(table), from);
        }
        Map<String, String> measured = new TreeMap<>();
        StoredReadings.numbers(measured, "number");
        StoredReadings.truths(measured, "truth");
        assertTells(when, "measurement", grain, "device_id, metric, component", measured, from);
    }

    private void assertTells(String when, String table, Grain grain, String keys, Map<String, String> formulas,
            String from) throws SQLException {
        String view = table + "_" + grain.suffix;
        assertThat(differences(table, view, "1 " + grain, keys, formulas, from.formatted(view)))
                .as(view + " " + when).containsExactly("0|0|true");
    }

    private List<String> differences(String table, String view, String width, String keys, Map<String, String> formulas,
            String from) throws SQLException {
        String columns = String.join(", ", formulas.keySet());
        String computed = formulas.values().stream()
                .map(formula -> formula
                        + " FILTER (WHERE flags & (256+512+1024+2048+4096+8+128+16384+65536+524288) = 0)")
                .collect(Collectors.joining(", "));
        return database
                .rows("""
                      WITH told AS (SELECT bucket, %1$s, samples, suspect, minutes, %2$s FROM telemetry.%3$s
                          WHERE bucket >= %8$s),
                      should AS (SELECT * FROM (SELECT date_bin('%4$s', observed_at, '2000-01-02 17:00:00Z') AS bucket, %1$s,
                          count(*) AS samples,
                          count(*) FILTER (WHERE flags & (256+512+1024+2048+4096+8+128+16384+65536+524288) <> 0) AS suspect,
                          count(DISTINCT date_trunc('minute', observed_at)) AS minutes, %5$s
                          FROM telemetry.%6$s GROUP BY 1, %7$s) AS every WHERE bucket >= %8$s)
                      SELECT (SELECT count(*) FROM (TABLE told EXCEPT ALL TABLE should) AS x),
                          (SELECT count(*) FROM (TABLE should EXCEPT ALL TABLE told) AS x), (SELECT count(*) > 0 FROM should)"""
                        .formatted(keys, columns, view, width, computed, table, keys, from));
    }
}
