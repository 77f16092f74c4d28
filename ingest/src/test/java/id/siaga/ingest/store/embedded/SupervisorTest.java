package id.siaga.ingest.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import id.siaga.ingest.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server killed without warning comes back by itself; one that cannot come back says why until it can. */
@Timeout(120)
class SupervisorTest {
    private static final Supervision QUICK = new Supervision(Duration.ofMillis(100), Duration.ofSeconds(2),
            Duration.ofSeconds(30), Duration.ofMillis(100), Duration.ofMillis(400), Duration.ofMinutes(1));

    @TempDir
    Path home;

    @Test
    void bringsBackAKilledServerWithItsRowsOnTheSamePort() throws Exception {
        try (EmbeddedPostgres db = EmbeddedPostgres.start(home, Duration.ofSeconds(60))) {
            EmbeddedPostgresTest.run(db, "CREATE TABLE t AS SELECT 1 AS n");
            String url = db.jdbcUrl();
            for (int round = 1; round <= 2; round++) {
                int killed = round;
                try (Connection busy = DriverManager.getConnection(url, db.user(), db.password());
                        Statement query = busy.createStatement()) {
                    Thread sleeper = Thread.ofPlatform().start(() -> sleepInTheDatabase(query));
                    Instant began = Instant.now();
                    kill();
                    Eventually.until("its death is noticed", () -> db.deaths() == killed);
                    assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(1));
                    Eventually.until("it is back", () -> db.restarts() == killed && db.trouble().isEmpty());
                    sleeper.join();
                }
                EmbeddedPostgresTest.run(db, "INSERT INTO t VALUES (" + round + ")");
            }
            assertThat(db.jdbcUrl()).isEqualTo(url);
        }
    }

    @Test
    void aServerThatGoesOnDyingIsTriedEverLessOftenUntilItLives() throws Exception {
        try (EmbeddedPostgres db = EmbeddedPostgres.start(home, Duration.ofSeconds(60), QUICK)) {
            EmbeddedPostgresTest.run(db, "CREATE TABLE t AS SELECT 1 AS n");
            Path conf = home.resolve("data/postgresql.auto.conf");
            String before = Files.readString(conf);
            Files.writeString(conf, "lampu = on\n", StandardOpenOption.APPEND);
            kill();
            Eventually.until("it says why",
                    () -> db.trouble().filter(why -> why.contains("unrecognized configuration")).isPresent());
            assertThat(db.restarts()).isZero();
            Files.writeString(conf, before);
            Eventually.until("it is back", () -> db.trouble().isEmpty());
            EmbeddedPostgresTest.run(db, "INSERT INTO t VALUES (2)");
        }
    }

    @Test
    void pausesGrowToTheirLimit() {
        assertThat(QUICK.pause(0)).isZero();
        assertThat(QUICK.pause(1)).isEqualTo(Duration.ofMillis(100));
        assertThat(QUICK.pause(2)).isEqualTo(Duration.ofMillis(200));
        assertThat(QUICK.pause(99)).isEqualTo(Duration.ofMillis(400));
    }

    @Test
    void anEmptyDirectoryDoesNotBecomeAnEmptyDatabase() throws Exception {
        Path aside = home.resolve("aside");
        try (EmbeddedPostgres db = EmbeddedPostgres.start(home, Duration.ofSeconds(60), QUICK)) {
            EmbeddedPostgresTest.run(db, "CREATE TABLE t AS SELECT 1 AS n");
            Files.move(home.resolve("data"), aside);
            new Postmaster(aside.toRealPath()).running().orElseThrow().destroyForcibly();
            Eventually.until("it says why",
                    () -> db.trouble().filter(why -> why.contains("ended at once")).isPresent());
            assertThat(home.resolve("data")).doesNotExist();
            Files.move(aside, home.resolve("data"));
            Eventually.until("it is back", () -> db.trouble().isEmpty());
            EmbeddedPostgresTest.run(db, "INSERT INTO t VALUES (2)");
        }
    }

    private static void sleepInTheDatabase(Statement query) {
        try {
            query.execute("SELECT pg_sleep(60)");
        } catch (java.sql.SQLException expected) {
            // The server goes while it is asked.
        }
    }

    private void kill() throws Exception {
        new Postmaster(home.toRealPath().resolve("data")).running().orElseThrow().destroyForcibly();
    }
}
