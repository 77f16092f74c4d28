package id.siaga.ingest.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class TroubledStartTest {
    @TempDir
    static Path shared;
    @TempDir
    Path home;

    @BeforeAll
    static void unpackOnce() throws IOException {
        Binaries.unpack(shared);
    }

    @AfterEach
    void takeProgramsBack() throws IOException {
        Files.deleteIfExists(home.resolve("pgsql-" + Binaries.VERSION));
    }

    private static void lendPrograms(Path home) throws IOException {
        String name = "pgsql-" + Binaries.VERSION;
        Files.createSymbolicLink(home.resolve(name), shared.resolve(name));
    }

    @Test
    void replacesAServerThatAcceptsButNeverReplies() throws Exception {
        lendPrograms(home);
        Process parent = parent(home);
        try (var out = parent.inputReader()) {
            assertThat(out.lines().anyMatch("ready"::equals)).isTrue();
        } finally {
            parent.destroyForcibly().waitFor();
        }
        long frozen = new Postmaster(home.toRealPath().resolve("data")).running().orElseThrow().pid();
        assertThat(run("kill", "-STOP", Long.toString(frozen))).isZero();
        Instant began = Instant.now();
        try (EmbeddedPostgres db = EmbeddedPostgres.start(home)) {
            assertThat(db.adopted()).isFalse();
            assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(40));
            EmbeddedPostgresTest.run(db, "INSERT INTO t VALUES (2)");
        }
    }

    @Test
    void aQuestionToASilentServerEnds() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Instant began = Instant.now();
            Probe probe = new Probe("jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/x", "u", "p",
                    new ServerLog(home));
            assertThat(probe.ask()).isEqualTo(Probe.Answer.SILENT);
            assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(8));
        }
    }

    @Test
    void tellsAtOnceWhyTheServerEndedAndAvoidsATakenPort() throws Exception {
        lendPrograms(home);
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Files.writeString(home.resolve("postgres-port"), Integer.toString(taken.getLocalPort()));
            try (EmbeddedPostgres db = EmbeddedPostgres.start(home)) {
                assertThat(db.jdbcUrl()).doesNotContain(":" + taken.getLocalPort() + "/");
                assertThat(db.version()).isEqualTo("17.6");
            }
        }
        fails("unrecognized configuration parameter \"lampu\"", "postgresql.conf", "lampu = on\n");
        Files.delete(home.resolve("data/global/pg_control"));
        fails("could not find the database system", "postgresql.auto.conf", "");
    }

    private void fails(String reason, String file, String line) throws IOException {
        Path conf = home.resolve("data").resolve(file);
        String before = Files.readString(conf);
        Files.writeString(conf, line, StandardOpenOption.APPEND);
        Instant began = Instant.now();
        assertThatThrownBy(() -> EmbeddedPostgres.start(home)).isInstanceOf(IOException.class)
                .hasMessageContaining("ended at once").hasMessageContaining(reason).message().doesNotContain("\n");
        assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(15));
        Files.writeString(conf, before);
    }

    @Test
    void redoesAnInitdbWhoseParentWasKilled() throws Exception {
        lendPrograms(home);
        Files.createDirectories(home.resolve("pgsql-part-1/bin"));
        Process parent = parent(home);
        try {
            while (parts("data-part-") == 0) {
                assertThat(parent.isAlive()).isTrue();
                Thread.onSpinWait();
            }
        } finally {
            parent.destroyForcibly().waitFor();
        }
        assertThat(home.resolve("data")).doesNotExist();
        try (EmbeddedPostgres db = EmbeddedPostgres.start(home)) {
            EmbeddedPostgresTest.run(db, "CREATE TABLE t AS SELECT 1 AS n");
        }
        assertThat(parts("data-part-") + parts("pgsql-part-")).isZero();
    }

    private long parts(String prefix) throws IOException {
        try (Stream<Path> files = Files.list(home)) {
            return files.filter(f -> f.getFileName().toString().startsWith(prefix)).count();
        }
    }

    @Test
    void namesAHomeThatCannotBeUsed() throws Exception {
        Path file = Files.createFile(home.resolve("file"));
        assertThatThrownBy(() -> EmbeddedPostgres.start(file.resolve("home"))).isInstanceOf(IOException.class)
                .hasMessageContaining("cannot use home").hasMessageContaining("choose another home");
        assertThatThrownBy(() -> Binaries.resource("riscv64")).hasMessageContaining("architecture riscv64");
    }

    @Test
    void namesAFullDisk() throws Exception {
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", home.toString()) == 0,
                "a small disk can only be mounted by root");
        try {
            assertThatThrownBy(() -> EmbeddedPostgres.start(home)).hasMessageContaining("no space left")
                    .hasMessageContaining(home.toString());
        } finally {
            run("umount", home.toString());
        }
    }

    private static Process parent(Path home) throws IOException {
        return new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-cp",
                System.getProperty("java.class.path"), EmbeddedPostgresTest.Parent.class.getName(), home.toString())
                .redirectErrorStream(true)
                .start();
    }

    static int run(String... command) throws Exception {
        return new ProcessBuilder(List.of(command)).inheritIO().start().waitFor();
    }
}
