package id.siaga.ingest;

import static id.siaga.ingest.RunningIngest.level;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import id.siaga.ingest.store.Database;
import id.siaga.ingest.store.embedded.EmbeddedPostgres;

/** A primary and a streaming standby behind one address: the standby is promoted and the lanes follow it. */
@Timeout(180)
class FailoverTest {

    private static final String TOPIC = "city/flood/awlr-p2c/telemetry";
    private static final int MESSAGES = 500;

    @TempDir
    Path first;
    @TempDir
    Path second;

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    @Test
    void theLanesFollowTheNewPrimaryAndNothingAcknowledgedIsMissing() throws Exception {
        EmbeddedPostgres.start(first).close();
        assertThat(new ProcessBuilder("cp", "-a", first + "/.", second.toString()).inheritIO().start().waitFor())
                .isZero();
        EmbeddedPostgres primary = EmbeddedPostgres.start(first);
        try (EmbeddedPostgres standby = standbyOf(primary)) {
            execute(primary, "ALTER SYSTEM SET synchronous_standby_names = '*'");
            execute(primary, "SELECT pg_reload_conf()");
            Eventually.until("the standby is synchronous",
                    () -> text(primary, "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'")
                            .equals("1"));
            Database both = Database.connect("jdbc:postgresql://" + host(primary) + "," + host(standby)
                    + "/siaga?targetServerType=primary", primary.user(), primary.password());
            TestDatabase database = TestDatabase.of(both);
            try (RunningIngest ingest = new RunningIngest(database)) {
                ingest.registerGauge("awlr-p2c", "P2C");
                try (RawClient gauge = RawClient.connected(ingest, "awlr-p2c", 60)) {
                    publish(gauge, 0);
                    assertAcknowledged(gauge, 0);
                    primary.close();
                    publish(gauge, MESSAGES);
                    Eventually.until("the loss is noticed", () -> ingest.databaseTrouble().isPresent());
                    assertThat(text(standby, "SELECT count(*) FROM telemetry.flood_reading")).isEqualTo("" + MESSAGES);
                    execute(standby, "SELECT pg_promote()");
                    assertAcknowledged(gauge, MESSAGES);
                    Eventually.until("it works again", () -> ingest.databaseTrouble().isEmpty());
                }
                assertThat(text(standby, "SELECT count(*) FROM telemetry.flood_reading"))
                        .isEqualTo("" + 2 * MESSAGES);
            }
        } finally {
            primary.close();
        }
    }

    private EmbeddedPostgres standbyOf(EmbeddedPostgres primary) throws Exception {
        Files.createFile(second.resolve("data/standby.signal"));
        Files.writeString(second.resolve("data/postgresql.auto.conf"),
                "primary_conninfo = 'host=127.0.0.1 port=%d user=%s password=%s'\n"
                        .formatted(address(primary).getPort(), primary.user(), primary.password()),
                StandardOpenOption.APPEND);
        return EmbeddedPostgres.start(second);
    }

    private static URI address(EmbeddedPostgres server) {
        return URI.create(server.jdbcUrl().substring("jdbc:".length()));
    }

    private static String host(EmbeddedPostgres server) {
        return address(server).getAuthority();
    }

    private void publish(RawClient gauge, int from) throws Exception {
        for (int i = from + 1; i <= from + MESSAGES; i++) {
            gauge.publish(TOPIC, i, level(now.minusMillis(10_000 - i), 7_000 + i % 100));
        }
    }

    private static void assertAcknowledged(RawClient gauge, int from) throws Exception {
        for (int i = from + 1; i <= from + MESSAGES; i++) {
            assertThat(gauge.read(4)).containsExactly(0x40, 2, i >> 8, i & 0xFF);
        }
    }

    private static void execute(EmbeddedPostgres server, String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String text(EmbeddedPostgres server, String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
