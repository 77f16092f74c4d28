package id.siaga.ingest.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
    @TempDir
    Path home;

    @Test
    void keepsRowsThroughCloseStalePidAndKill() throws Exception {
        try (EmbeddedPostgres db = EmbeddedPostgres.start(home)) {
            run(db, "CREATE TABLE t AS SELECT 1 AS n");
            assertThatThrownBy(() -> EmbeddedPostgres.start(home)).isInstanceOf(IOException.class)
                    .hasMessageContaining("is in use by process " + ProcessHandle.current().pid());
        }
        Files.writeString(home.resolve("data/postmaster.pid"), ProcessHandle.current().pid() + "\n");
        try (EmbeddedPostgres db = EmbeddedPostgres.start(home)) {
            assertThat(db.adopted()).isFalse();
            run(db, "INSERT INTO t VALUES (2)");
            new Postmaster(home.toRealPath().resolve("data")).running().orElseThrow().destroyForcibly();
        }
        long began = System.nanoTime();
        try (EmbeddedPostgres db = EmbeddedPostgres.start(home);
                Connection c = DriverManager.getConnection(db.jdbcUrl(), db.user(), db.password());
                Statement s = c.createStatement();
                ResultSet rows = s.executeQuery("SELECT sum(n) FROM t")) {
            System.out.println("start-to-connect ms " + (System.nanoTime() - began) / 1_000_000);
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(3);
        }
    }

    @Test
    void adoptsTheDatabaseOfAKilledParent() throws Exception {
        Process parent = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-cp",
                System.getProperty("java.class.path"), Parent.class.getName(), home.toString())
                .redirectErrorStream(true)
                .start();
        try (var out = parent.inputReader()) {
            assertThat(out.lines().anyMatch("ready"::equals)).isTrue();
            assertThatThrownBy(() -> EmbeddedPostgres.start(home)).hasMessageContaining("process " + parent.pid());
        } finally {
            parent.destroyForcibly().waitFor();
        }
        try (EmbeddedPostgres db = EmbeddedPostgres.start(home)) {
            assertThat(db.adopted()).isTrue();
            run(db, "INSERT INTO t VALUES (3)");
        }
    }

    /** The process that is killed. */
    static final class Parent {
        public static void main(String[] args) throws Exception {
            run(EmbeddedPostgres.start(Path.of(args[0])), "CREATE TABLE t AS SELECT 1 AS n");
            System.out.println("ready");
            Thread.currentThread().join();
        }
    }

    static void run(EmbeddedPostgres db, String sql) throws Exception {
        try (Connection c = DriverManager.getConnection(db.jdbcUrl(), db.user(), db.password());
                Statement s = c.createStatement()) {
            s.execute(sql);
        }
    }
}
