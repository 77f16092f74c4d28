package id.siaga.ingest;

import static id.siaga.ingest.RunningIngest.level;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import id.siaga.ingest.store.Database;
import id.siaga.ingest.store.embedded.EmbeddedPostgres;

/** The embedded database is killed without warning, twice, under load: it comes back and nothing acknowledged is gone. */
@Timeout(120)
class KilledDatabaseTest {

    private static final String TOPIC = "city/flood/awlr-p2c/telemetry";
    private static final int MESSAGES = 6_000;

    @TempDir
    Path home;

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    @Test
    void nothingAcknowledgedIsMissingAfterKills() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home);
                TestDatabase database = TestDatabase.of(
                        Database.connect(postgres.jdbcUrl(), postgres.user(), postgres.password()));
                RunningIngest ingest = new RunningIngest(database)) {
            ingest.registerGauge("awlr-p2c", "P2C");
            try (RawClient gauge = RawClient.connected(ingest, "awlr-p2c", 60)) {
                for (int round = 0; round < 3; round++) {
                    publish(gauge, round * MESSAGES / 3);
                    if (round < 2) {
                        killPostmaster();
                    }
                    assertAllAcknowledged(gauge, round * MESSAGES / 3);
                }
            }
            assertThat(postgres.restarts()).isEqualTo(2);
            assertThat(database.count("flood_reading")).isEqualTo(MESSAGES);
            assertThat(database.count("message")).isEqualTo(MESSAGES);
            assertThat(database.count("quarantine")).isZero();
        }
    }

    private void publish(RawClient gauge, int from) throws Exception {
        for (int i = from + 1; i <= from + MESSAGES / 3; i++) {
            gauge.publish(TOPIC, i, level(now.minusMillis(MESSAGES - i), 7_000 + i % 100));
        }
    }

    private static void assertAllAcknowledged(RawClient gauge, int from) throws Exception {
        for (int i = from + 1; i <= from + MESSAGES / 3; i++) {
            assertThat(gauge.read(4)).containsExactly(0x40, 2, i >> 8, i & 0xFF);
        }
    }

    private void killPostmaster() throws Exception {
        String pid = Files.readAllLines(home.resolve("data/postmaster.pid")).getFirst();
        assertThat(new ProcessBuilder("kill", "-9", pid).start().waitFor()).isZero();
    }
}
