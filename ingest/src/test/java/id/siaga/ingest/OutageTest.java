package id.siaga.ingest;

import static id.siaga.ingest.RunningIngest.level;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import id.siaga.ingest.store.Database;
import id.siaga.ingest.store.DatabaseTimeouts;
import id.siaga.ingest.store.embedded.EmbeddedPostgres;

/**
 * A server that is stopped, frozen, full or read-only: Siaga says which, keeps what it was given, goes on by itself, and
 * writes afterwards when it began and ended.
 */
@Timeout(180)
class OutageTest {

    private static final String TOPIC = "city/flood/awlr-p2c/telemetry";
    private static final DatabaseTimeouts SHORT = new DatabaseTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(2),
            Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1));

    @TempDir
    Path home;
    @TempDir
    Path disk;

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private final List<Integer> sent = new ArrayList<>();
    private EmbeddedPostgres postgres;
    private TestDatabase database;
    private RunningIngest ingest;
    private RawClient gauge;
    private boolean mounted;

    @BeforeEach
    void start() throws Exception {
        postgres = EmbeddedPostgres.start(home);
        database = TestDatabase
                .of(Database.connect(postgres.jdbcUrl(), postgres.user(), postgres.password(), SHORT));
        ingest = new RunningIngest(database);
        ingest.registerGauge("awlr-p2c", "P2C");
        gauge = RawClient.connected(ingest, "awlr-p2c", 60);
        publishAndAwait(10);
    }

    @AfterEach
    void stop() throws Exception {
        gauge.close();
        ingest.close();
        postgres.close();
        if (mounted) {
            run("umount", disk.toString());
        }
    }

    @Test
    void aStoppedServer() throws Exception {
        Instant began = Instant.now();
        postgres.close();
        publish(50);
        awaitTrouble("UNREACHABLE");
        Instant ended = Instant.now();
        postgres = EmbeddedPostgres.start(home);
        assertRecovered(began, ended);
    }

    @Test
    void aFrozenServer() throws Exception {
        Instant began = Instant.now();
        signalAll("STOP");
        publish(50);
        awaitTrouble("STALLED", "UNREACHABLE");
        Instant ended = Instant.now();
        signalAll("CONT");
        assertRecovered(began, ended);
    }

    @Test
    void aReadOnlyServer() throws Exception {
        Instant began = Instant.now();
        database.execute("ALTER DATABASE siaga SET default_transaction_read_only = on");
        endSessions();
        publish(50);
        awaitTrouble("READ_ONLY");
        Instant ended = Instant.now();
        database.execute("BEGIN READ WRITE; ALTER DATABASE siaga RESET default_transaction_read_only; COMMIT");
        assertRecovered(began, ended);
    }

    @Test
    void aFullDisk() throws Exception {
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString()) == 0,
                "SKIPPED: a small disk can only be mounted by root");
        mounted = true;
        Path space = Files.createDirectory(disk.resolve("space"));
        run("chmod", "700", space.toString());
        database.execute("CREATE TABLESPACE tiny LOCATION '" + space + "'");
        for (String partition : database.rows("SELECT inhrelid::regclass FROM pg_inherits "
                + "WHERE inhparent = 'telemetry.message'::regclass")) {
            database.execute("ALTER TABLE " + partition + " SET TABLESPACE tiny");
        }
        run("sh", "-c", "dd if=/dev/zero of=" + disk.resolve("filler") + " bs=4k 2>/dev/null");
        assertThat(disk.toFile().getUsableSpace()).isZero();
        Instant began = Instant.now();
        publish(2_000);
        awaitTrouble("DISK_FULL");
        Instant ended = Instant.now();
        assertThat(run("mount", "-o", "remount,size=64m", disk.toString())).isZero();
        assertRecovered(began, ended);
    }

    private void publish(int messages) throws Exception {
        for (int i = 0; i < messages; i++) {
            int id = sent.size() + 1;
            gauge.publish(TOPIC, id, level(now.minusMillis(10_000 - id), 7_000 + id % 100));
            sent.add(id);
        }
    }

    private void publishAndAwait(int messages) throws Exception {
        int from = sent.size();
        publish(messages);
        assertAcknowledged(from);
    }

    private void assertAcknowledged(int from) throws Exception {
        for (int id : sent.subList(from, sent.size())) {
            assertThat(gauge.read(4)).containsExactly(0x40, 2, id >> 8, id & 0xFF);
        }
    }

    private void awaitTrouble(String... faults) throws Exception {
        Eventually.until("the trouble is named", () -> {
            String found = ingest.databaseTrouble().orElse("");
            return List.of(faults).stream().anyMatch(found::startsWith);
        });
        assertThat(ingest.metrics()).contains("siaga_database_up 0");
        Instant longEnoughForAnAlert = Instant.now().plusSeconds(6);
        Eventually.until("it lasted", () -> Instant.now().isAfter(longEnoughForAnAlert));
        assertThat(ingest.databaseTrouble()).isPresent();
    }

    private void assertRecovered(Instant began, Instant ended) throws Exception {
        assertAcknowledged(10);
        assertThat(database.count("flood_reading")).isEqualTo(sent.size());
        assertThat(database.count("message")).isEqualTo(sent.size());
        assertThat(database.count("quarantine")).isZero();
        Eventually.until("it works again", () -> ingest.databaseTrouble().isEmpty());
        assertThat(ingest.metrics()).contains("siaga_database_up 1");
        Eventually.until("the alert is written and over", () -> database
                .rows("SELECT 1 FROM telemetry.alert WHERE rule_id = 'DB-DOWN' AND cleared_at IS NOT NULL")
                .size() == 1);
        assertTimes(began, ended);
        assertThat(database.rows("SELECT e.change FROM telemetry.alert_outbox JOIN telemetry.alert_event e "
                + "USING (event_id) WHERE e.code = 'DB-DOWN' ORDER BY event_id")).containsExactly("opened", "cleared");
    }

    private void assertTimes(Instant began, Instant ended) throws SQLException {
        String[] alert = database.rows("""
                                       SELECT trunc(extract(epoch FROM opened_at) * 1000)::bigint,
                                           trunc(extract(epoch FROM cleared_at) * 1000)::bigint, opens, device_id
                                       FROM telemetry.alert WHERE rule_id = 'DB-DOWN'""").get(0).split("\\|");
        assertThat(Instant.ofEpochMilli(Long.parseLong(alert[0]))).isBetween(began, began.plusSeconds(8));
        assertThat(Instant.ofEpochMilli(Long.parseLong(alert[1]))).isBetween(ended, ended.plusSeconds(15));
        assertThat(alert[2] + alert[3]).isEqualTo("ticket@ingest");
    }

    private void endSessions() throws SQLException {
        database.rows("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                + "WHERE datname = current_database() AND pid <> pg_backend_pid()");
    }

    private void signalAll(String signal) throws Exception {
        long pid = Long.parseLong(Files.readAllLines(home.resolve("data/postmaster.pid")).getFirst());
        List<String> command = new ArrayList<>(List.of("kill", "-" + signal, Long.toString(pid)));
        ProcessHandle.of(pid).orElseThrow().descendants().forEach(each -> command.add(Long.toString(each.pid())));
        assertThat(run(command.toArray(String[]::new))).isZero();
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
