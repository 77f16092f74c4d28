package id.siaga.ingest.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Only root needs another user to run PostgreSQL, so only root can try it. */
@Timeout(120)
class LauncherTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private Path home = Path.of("");

    @BeforeEach
    void root() throws IOException {
        home = Files.createTempDirectory(Path.of("/var/tmp"), "siaga-launcher-");
        assumeTrue(Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0),
                "only root can hand the database to another account");
    }

    @AfterEach
    void clean() throws Exception {
        TroubledStartTest.run("rm", "-rf", home.toString());
    }

    @Test
    void anAccountRunsTheServerAndHandsItsFilesBack() throws Exception {
        Launcher account = Launcher.account();
        assertThatThrownBy(() -> EmbeddedPostgres.start(home, LIMIT, account))
                .hasMessageContaining("cannot reach").hasMessageContaining("choose a home");
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (EmbeddedPostgres db = EmbeddedPostgres.start(home, LIMIT, account)) {
            EmbeddedPostgresTest.run(db, "CREATE TABLE t AS SELECT 1 AS n");
            assertThat(owner()).isEqualTo(account.uid()).isNotEqualTo(0);
        }
        try (EmbeddedPostgres db = EmbeddedPostgres.start(home, LIMIT, Launcher.namespace())) {
            EmbeddedPostgresTest.run(db, "INSERT INTO t VALUES (2)");
            assertThat(owner()).isEqualTo(0);
        }
    }

    private Object owner() throws IOException {
        long pid = new Postmaster(home.resolve("data")).running().orElseThrow().pid();
        return Files.getAttribute(Path.of("/proc", Long.toString(pid)), "unix:uid");
    }
}
