package id.siaga.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The child here is a shell script: what is tested is the care for a process, whatever it runs. */
class SiagaProcessTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path dir;

    private HttpServer health;
    private final List<String> output = new CopyOnWriteArrayList<>();

    @BeforeEach
    void answerReady() throws IOException {
        health = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        health.createContext("/health/ready", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        health.start();
    }

    @AfterEach
    void stop() {
        health.stop(0);
    }

    @Test
    void remembersTheLoginForTheNextStartAndHidesItFromOthers() throws Exception {
        try (SiagaProcess first = start("echo 'login: admin / s3cret'; exec sleep 600")) {
            first.awaitReady(SOON);
            assertThat(first.login()).isEqualTo(new Login("admin", "s3cret"));
        }
        try (SiagaProcess second = start("exec sleep 600")) {
            assertThat(second.login()).isEqualTo(new Login("admin", "s3cret"));
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("demo-login"))))
                .isEqualTo("rw-------");
    }

    @Test
    void passesItsArgumentsAndItsOutputThrough() throws Exception {
        try (SiagaProcess siaga = start("echo \"$@\"")) {
            assertThat(siaga.awaitEnd()).isZero();
        }
        assertThat(output).singleElement().asString().startsWith("run --home " + dir).contains("--http-port ")
                .endsWith("--mqtt-port 21883");
    }

    @Test
    void saysWhenTheChildEndsBeforeItIsReady() throws Exception {
        health.stop(0);
        try (SiagaProcess siaga = start("exit 3")) {
            assertThatThrownBy(() -> siaga.awaitReady(SOON)).hasMessageContaining("code 3");
        }
    }

    @Test
    void givesUpWaitingAtTheDeadline() throws Exception {
        health.stop(0);
        try (SiagaProcess siaga = start("exec sleep 600")) {
            assertThatThrownBy(() -> siaga.awaitReady(Duration.ofMillis(300))).hasMessageContaining("not ready");
        }
    }

    @Test
    void killsAtOnceAndClosesPolitely() throws Exception {
        SiagaProcess killed = start("exec sleep 600");
        killed.kill();
        assertThat(killed.awaitEnd()).isEqualTo(128 + 9);

        SiagaProcess closed = start(
                "trap 'echo bye; exit 0' TERM; echo up; while :; do read -t 1 x <> /dev/null; done");
        awaitOutput("up");
        closed.close();
        assertThat(closed.awaitEnd()).isZero();
        assertThat(output).contains("bye");
    }

    private void awaitOutput(String line) {
        long end = System.nanoTime() + SOON.toNanos();
        while (!output.contains(line)) {
            assertThat(System.nanoTime()).as("waiting for " + line).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private SiagaProcess start(String body) throws IOException {
        Path script = dir.resolve("siaga-" + System.nanoTime());
        Files.writeString(script, "#!/bin/bash\n" + body + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return SiagaProcess.start(script, dir, health.getAddress().getPort(), 21883, output::add);
    }
}
