package id.siaga.ingest.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import id.siaga.ingest.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** What is old goes, with proof; what is held or an alert leads to stays; and the writers go on. */
class RetentionTest {

    private static final int DAYS = 12;

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofHours(12));
    private final Instant old = now.minus(Duration.ofDays(100));
    private final Instant recent = now.minus(Duration.ofDays(1));
    private final StoredReadings city = new StoredReadings(7);
    private TestDatabase database;
    private Upkeep upkeep;

    @BeforeEach
    void start() throws SQLException {
        database = TestDatabase.create();
        upkeep = upkeep(UpkeepConfig.standard());
    }

    private Upkeep upkeep(UpkeepConfig config) {
        return new Upkeep(database.database(), config, new SimpleMeterRegistry(), Clock.fixed(now, ZoneOffset.UTC));
    }

    @AfterEach
    void stop() throws SQLException {
        upkeep.close();
        database.close();
    }

    @Test
    void whatIsOldGoesAndLeavesProof() throws SQLException {
        partition("flood_reading", old);
        store("flood-1", old, old.plusSeconds(1), old.minus(Duration.ofDays(30)), recent);
        database.execute(
                """
                INSERT INTO telemetry.quarantine (received_at, topic, reason, detail, payload_bytes, payload)
                SELECT now() - age * interval '1 day', 't', 'SHAPE', '', 1, 'x' FROM unnest(ARRAY[1, 40]) AS age""");
        upkeep.tidy();
        assertThat(observed()).containsExactly(recent.toString());
        assertThat(database.count("quarantine")).isEqualTo(1);
        assertThat(database.rows("""
                                 SELECT DISTINCT class, table_name FROM telemetry.retention_run
                                 WHERE table_name IN ('quarantine', 'flood_reading') ORDER BY 1"""))
                .containsExactly("quarantine|quarantine", "reading|flood_reading");
        assertThat(
                database.rows(
                        """
                        SELECT count(*) FROM telemetry.retention_run WHERE table_name = 'flood_reading' AND slice IS NOT NULL
                            AND from_at <= '%1$s' AND to_at > '%1$s'"""
                                .formatted(old)))
                .containsExactly("1");
    }

    @Test
    void everyTableThatGrowsIsKeptForATime() throws SQLException {
        List<String> bounded = List.of("alert", "alert_event", "alert_evidence", "alert_outbox", "availability_target",
                "claim_code", "command_type", "device", "device_alias", "device_authority", "device_cadence",
                "device_calibration",
                "device_certificate", "device_photo", "device_service", "device_state", "device_twin", "downlink_limit",
                "ingest_process",
                "legal_hold", "maintenance_window", "readable", "reader_setting", "retained", "retention",
                "retention_run", "river_post",
                "river_threshold", "rollup", "rollup_column", "rollup_dirty", "sequence_gap", "sequence_session",
                "sequence_writer");
        assertThat(database.rows("""
                                 SELECT relname FROM pg_class
                                 WHERE relnamespace = 'telemetry'::regnamespace AND relkind IN ('r', 'p')
                                     AND NOT relispartition AND relname NOT LIKE 'flyway%'
                                     AND relname NOT IN (SELECT table_name FROM telemetry.retained)"""))
                .as("by devices, by people, by their own code, or as the city's record: all others are retained")
                .isSubsetOf(bounded);
    }

    @Test
    void anEndedPresenceAndAnExpiredClaimGoAndWhatStillIsStays() throws SQLException {
        database.execute("""
                         INSERT INTO telemetry.device_state (device_id, presence, presence_since, last_received_at,
                             flags, latest)
                         SELECT device, 'online', now() - interval '8 years', now(), 0, '{}'
                         FROM unnest(ARRAY['flood-1', 'flood-2']) AS device""");
        database.execute("""
                         UPDATE telemetry.device_state SET presence = 'offline',
                             presence_since = now() - interval '6 years' WHERE device_id = 'flood-1'""");
        database.execute("""
                         WITH batch AS (
                             INSERT INTO telemetry.claim_batch (kind, owner, made_by, expires_at)
                             SELECT 'flood', 'Diskominfo', 'admin', now() - age FROM unnest(ARRAY[interval '3 years',
                                 interval '1 year']) AS age RETURNING batch_id)
                         INSERT INTO telemetry.claim_code (code_sha256, batch_id)
                         SELECT sha256(batch_id::text::bytea), batch_id FROM batch""");
        upkeep.tidy();
        assertThat(database.rows("SELECT device_id, state, until FROM telemetry.presence_change ORDER BY 1"))
                .containsExactly("flood-1|offline|null", "flood-2|online|null");
        assertThat(database.count("claim_code")).isEqualTo(1);
        assertThat(database.rows("SELECT class, rows FROM telemetry.retention_run ORDER BY 1"))
                .containsExactly("claim|1", "presence|1");
    }

    @Test
    void aRollupOutlivesItsReadings() throws SQLException {
        partition("flood_reading", old);
        store("flood-1", old, old.plusSeconds(1));
        rollUp();
        assertThat(database.rows("SELECT sum(samples) FROM telemetry.flood_reading_1d")).containsExactly("2");
        upkeep.tidy();
        assertThat(database.count("flood_reading")).isZero();
        // Later than anything is kept: its minute must not be computed again from what is no longer there.
        store("flood-1", old.plusSeconds(2));
        rollUp();
        assertThat(database.rows("SELECT sum(samples) FROM telemetry.flood_reading_1m")).containsExactly("2");
        assertThat(database.rows("SELECT sum(samples) FROM telemetry.flood_reading_1d")).containsExactly("2");
    }

    @Test
    void heldReadingsAndTheirMessagesStayUntilReleased() throws SQLException {
        Instant earlier = old.minus(Duration.ofDays(6));
        Duration late = Duration.ofDays(4);
        for (Instant at : List.of(old, earlier)) {
            partition("flood_reading", at);
            partition("message", at.plus(late));
        }
        StoredReadings.write(database.database(), List.of(city.entry("flood-1", old, old.plus(late)),
                city.entry("flood-1", earlier, earlier.plus(late))));
        database.execute("""
                         INSERT INTO telemetry.legal_hold (reason, placed_by, device_ids, from_at, to_at)
                         VALUES ('LP/B/12', 'kanit', ARRAY['flood-1'], '%s', '%s')""".formatted(old.minusSeconds(60),
                old.plusSeconds(60)));
        upkeep.tidy();
        assertThat(observed()).containsExactly(old.toString());
        assertThat(database.rows("""
                                 SELECT count(*), (SELECT count(*) FROM telemetry.message)
                                 FROM telemetry.flood_reading JOIN telemetry.message USING (message_id)"""))
                .containsExactly("1|1");
        database.execute("UPDATE telemetry.legal_hold SET released_at = now(), released_by = 'kanit'");
        upkeep.tidy();
        assertThat(database.count("flood_reading")).isZero();
        assertThat(database.count("message")).isZero();
    }

    @Test
    void aHoldOnOneDeviceKeepsItsRowsOutsideThePartitions() throws SQLException {
        store("flood-1", old);
        store("flood-2", old);
        database.execute(
                """
                INSERT INTO telemetry.legal_hold (reason, placed_by, device_ids, from_at, to_at)
                VALUES ('LP/B/12', 'kanit', ARRAY['flood-1'], '%s', '%s')""".formatted(old, old.plusSeconds(1)));
        upkeep.tidy();
        assertThat(database.rows("SELECT device_id FROM telemetry.flood_reading ORDER BY 1")).contains("flood-1")
                .hasSize(database.database().dialect() == Database.Dialect.POSTGRESQL ? 1 : 2);
    }

    @Test
    void whatAnAlertLeadsToIsKeptAside() throws SQLException {
        partition("flood_reading", old);
        partition("message", old);
        Instant unsliced = old.minus(Duration.ofDays(20));
        StoredReadings.write(database.database(), List.of(city.entry("flood-1", old, old.plusSeconds(5)),
                city.entry("flood-1", old.plusSeconds(1), old.plusSeconds(6)),
                city.entry("flood-1", unsliced, unsliced.plusSeconds(5))));
        database.execute(
                """
                WITH told AS (INSERT INTO telemetry.alert (rule_id, device_id, code, level, severity, opens, cause,
                        title, opened_at, changed_at)
                    VALUES ('r', 'flood-1', 'c', 'l', 'WARN', 'nothing', 'c', 't', now(), now()) RETURNING alert_id),
                event AS (INSERT INTO telemetry.alert_event (alert_id, change, code, level, severity, opens, title, at,
                        judged_by)
                    SELECT alert_id, 'opened', 'c', 'l', 'WARN', 'nothing', 't', now(), 'reading' FROM told
                    RETURNING event_id)
                INSERT INTO telemetry.alert_evidence SELECT event_id, device_id, observed_at, message_id
                FROM event, telemetry.flood_reading WHERE observed_at IN ('%s', '%s')""".formatted(old, unsliced));
        List<String> before = database
                .rows("""
                      SELECT r.*, m.topic, encode(m.payload, 'hex') FROM telemetry.alert_evidence
                      JOIN telemetry.flood_reading r USING (device_id, observed_at)
                      JOIN telemetry.message m ON m.message_id = r.message_id ORDER BY r.observed_at""");
        upkeep.tidy();
        assertThat(database.count("flood_reading")).isZero();
        assertThat(database.count("message")).isZero();
        assertThat(database.rows("""
                                 SELECT r.*, m.topic, encode(m.payload, 'hex') FROM telemetry.evidence_reading k
                                 CROSS JOIN LATERAL jsonb_populate_record(NULL::telemetry.flood_reading, k.reading) r
                                 JOIN telemetry.evidence_message m ON m.message_id = r.message_id
                                 WHERE table_name = 'flood_reading' ORDER BY r.observed_at""")).isEqualTo(before)
                .hasSize(2);
    }

    @Test
    void quarantineIsCappedByRowsAndBytes() throws SQLException {
        database.execute(
                """
                INSERT INTO telemetry.quarantine (received_at, topic, reason, detail, payload_bytes, payload)
                SELECT now() - n * interval '1 second', n, 'SHAPE', '', 100, convert_to(repeat('x', 100), 'UTF8')
                FROM generate_series(1, 100) AS n;
                UPDATE telemetry.retention SET most_rows = 50 WHERE class = 'quarantine'""");
        upkeep.tidy();
        assertThat(database.count("quarantine")).isEqualTo(50);
        database.execute("UPDATE telemetry.retention SET most_bytes = 1050 WHERE class = 'quarantine'");
        upkeep.tidy();
        assertThat(database.rows("SELECT count(*), max(topic::int) FROM telemetry.quarantine"))
                .containsExactly("10|10");
    }

    @Test
    void writersGoOnWhileDaysAreRemoved() throws Exception {
        for (int day = 0; day < DAYS; day++) {
            Instant at = old.minus(Duration.ofDays(day));
            partition("flood_reading", at);
            store("flood-1", at);
        }
        AtomicBoolean removing = new AtomicBoolean(true);
        CountDownLatch writing = new CountDownLatch(DAYS);
        CompletableFuture<Duration> writer = CompletableFuture.supplyAsync(() -> slowestCommit(removing, writing));
        writing.await();
        upkeep.tidy();
        removing.set(false);
        assertThat(writer.get()).isLessThan(Duration.ofSeconds(2));
        assertThat(database
                .rows("""
                      SELECT count(*), (SELECT count(*) FROM telemetry.flood_reading WHERE device_id = 'flood-1')
                      FROM telemetry.retention_run WHERE slice IS NOT NULL AND table_name = 'flood_reading'"""))
                .containsExactly(DAYS + "|0");
    }

    private Duration slowestCommit(AtomicBoolean removing, CountDownLatch writing) {
        Duration slowest = Duration.ZERO;
        BatchWriter lane = new BatchWriter(database.database().dialect());
        try (Connection connection = database.database().source().getConnection()) {
            connection.setAutoCommit(false);
            for (int i = 0; removing.get(); i++) {
                long start = System.nanoTime();
                lane.write(connection, List.of(city.entry("flood-2", recent.plusMillis(i))), new Flight(),
                        Flight.Ending.OPEN);
                connection.commit();
                lane.committed();
                Duration took = Duration.ofNanos(System.nanoTime() - start);
                slowest = took.compareTo(slowest) > 0 ? took : slowest;
                writing.countDown();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return slowest;
    }

    @Test
    void aLongTransactionPutsARemovalOffAndNothingElse() throws SQLException {
        partition("flood_reading", old);
        store("flood-1", old);
        UpkeepConfig usual = UpkeepConfig.standard();
        UpkeepConfig hasty = new UpkeepConfig(usual.rollUpEvery(), usual.tidyEvery(), usual.rollUpAfter(),
                usual.patience(), usual.bucketsAtOnce(), usual.rowsAtOnce(), Duration.ofMillis(20), 2);
        try (Upkeep inAHurry = upkeep(hasty);
                Connection reader = database.database().source().getConnection();
                Statement report = reader.createStatement()) {
            reader.setAutoCommit(false);
            report.execute("SELECT count(*) FROM telemetry.flood_reading");
            inAHurry.tidy();
            store("flood-2", recent);
            assertThat(database.count("flood_reading")).isEqualTo(2);
            reader.rollback();
            inAHurry.tidy();
        }
        assertThat(observed()).containsExactly(recent.toString());
    }

    private void rollUp() throws SQLException {
        if (database.database().dialect() == Database.Dialect.POSTGRESQL) {
            database.execute("UPDATE telemetry.rollup_dirty SET marked_at = marked_at - interval '1 minute'");
        }
        upkeep.rollUp();
        upkeep.rollUp();
    }

    /** Plain PostgreSQL has partitions for the days it ran; TimescaleDB makes chunks for any. */
    private void partition(String table, Instant at) throws SQLException {
        if (database.database().dialect() == Database.Dialect.POSTGRESQL) {
            database.execute(
                    """
                    SET search_path = telemetry;
                    SELECT make_partition('%s', ('%s'::timestamptz AT TIME ZONE 'UTC')::date)""".formatted(table, at));
        }
    }

    private void store(String device, Instant... observed) throws SQLException {
        StoredReadings.write(database.database(),
                Arrays.stream(observed).map(at -> city.entry(device, at)).toList());
    }

    private List<String> observed() throws SQLException {
        return database.rows("""
                             SELECT DISTINCT to_char(observed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
                             FROM telemetry.flood_reading ORDER BY 1""");
    }
}
