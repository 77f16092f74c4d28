package id.siaga.ingest.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import id.siaga.ingest.TestDatabase;
import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Reading;
import id.siaga.ingest.telemetry.Sample;
import id.siaga.ingest.telemetry.Value;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** What comes late is stored, and what comes twice is known, also in days that TimescaleDB has compressed. */
class CompressionTest {

    private final Instant at = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofDays(10));
    private final StoredReadings city = new StoredReadings(9);
    private final List<Entry> stored = IntStream.range(0, 500)
            .mapToObj(i -> city.entry("flood-" + i % 5, at.plusSeconds(i), at.plusSeconds(i))).toList();
    private TestDatabase database;
    private Upkeep upkeep;

    @BeforeEach
    void start() throws SQLException {
        database = TestDatabase.create();
        upkeep = new Upkeep(database.database(), UpkeepConfig.standard(), new SimpleMeterRegistry(), Clock.systemUTC());
        StoredReadings.write(database.database(), stored);
        upkeep.tidy();
        assertCompressed();
    }

    @AfterEach
    void stop() throws SQLException {
        upkeep.close();
        database.close();
    }

    @Test
    void lateRepeatedRewordedAndContradictingMessagesAreToldApart() throws SQLException {
        Entry repeated = stored.get(7);
        Entry again = again(1, repeated.message(), repeated.samples());
        Entry reworded = again(2, otherBytes(), repeated.samples());
        Entry contradicting = again(3, otherBytes(), List.of(contradicting(repeated.samples().getFirst())));
        Entry late = city.entry("flood-1", at.plusMillis(1_500));
        long before = database.count("flood_reading");
        BatchWriter.Repeats repeats = write(List.of(again, reworded, contradicting, late));
        assertThat(repeats.duplicates()).containsExactlyInAnyOrder(again.messageId(), reworded.messageId());
        assertThat(repeats.conflicts()).containsExactly(contradicting.messageId());
        assertThat(database.count("flood_reading")).isEqualTo(before + 1);
        assertThat(database.count("message")).isEqualTo(stored.size() + 1L);
        upkeep.tidy();
        assertCompressed();
        assertThat(database.count("flood_reading")).isEqualTo(before + 1);
    }

    /** What the seventh message's device says again of the same instant. */
    private Entry again(int n, Message message, List<Sample> samples) {
        Entry repeated = stored.get(7);
        return new Entry(repeated.messageId() + n, repeated.device(), message, repeated.format(), repeated.report(),
                samples);
    }

    private static Sample contradicting(Sample said) {
        Reading first = said.readings().getFirst();
        List<Reading> readings = new ArrayList<>(said.readings());
        readings.set(0, new Reading(first.metric(), first.component(), Value.of(1_000_000), first.flags()));
        return new Sample(said.observedAt(), said.timeSource(), said.flags(), readings, null);
    }

    private Message otherBytes() {
        Message first = stored.get(7).message();
        return Message.of(first.topic(), new byte[]{1}, first.receivedAt());
    }

    @Test
    void theFastPathStoresLateReadingsToo() throws SQLException {
        long before = database.count("flood_reading");
        assertThat(write(List.of(city.entry("flood-1", at.plusMillis(2_500)))).isEmpty()).isTrue();
        assertThat(database.count("flood_reading")).isEqualTo(before + 1);
    }

    private BatchWriter.Repeats write(List<Entry> entries) throws SQLException {
        BatchWriter writer = new BatchWriter(database.database().dialect());
        try (Connection connection = database.database().source().getConnection()) {
            connection.setAutoCommit(false);
            BatchWriter.Repeats repeats = writer.write(connection, entries, new Flight(), Flight.Ending.OPEN);
            connection.commit();
            return repeats;
        }
    }

    private void assertCompressed() throws SQLException {
        if (database.database().dialect() == Database.Dialect.TIMESCALEDB) {
            assertThat(database
                    .rows("""
                          SELECT hypertable_name, is_compressed FROM timescaledb_information.chunks
                          WHERE hypertable_name IN ('flood_reading', 'message') AND range_end < now() - interval '8 days'
                          ORDER BY 1"""))
                    .containsExactly("flood_reading|true", "message|true");
            assertThat(database.rows("SELECT chunk FROM telemetry.uncompressed_chunks(now())")).isEmpty();
        }
    }
}
