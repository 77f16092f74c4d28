package id.siaga.simulator.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;

import id.siaga.simulator.SiagaProcess;
import id.siaga.simulator.fleet.CommandCenter;

/** Siaga is killed while a broker holds messages it has not acknowledged: none is lost, none stored twice. */
class BrokerKillIT {

    private static final int DEVICES = 50;
    private static final int RATE = 1_000;
    private static final int KILLS = 3;
    private static final int STORED_BEFORE_KILL = 2_000;
    private static final Duration LOAD_FOR = Duration.ofSeconds(6);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final int httpPort;
    private final int mqttPort;

    BrokerKillIT() throws Exception {
        httpPort = FreePort.next();
        mqttPort = FreePort.next();
    }

    @Test
    void whatTheBrokerAcknowledgedIsStoredOnceAfterThreeKills(
            @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path home) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/sbin/mosquitto")), "SKIPPED: no /usr/sbin/mosquitto");
        try (MosquittoBroker broker = MosquittoBroker.start(home)) {
            Map<String, String> devices = subscribeAndRegister(home, broker);
            try (Load load = new Load(devices, 2, broker.endpoint())) {
                for (int kill = 0; kill < KILLS; kill++) {
                    killUnderLoad(start(home, broker), load, home);
                }
                try (SiagaProcess siaga = start(home, broker)) {
                    assertThat(siaga.pid()).isPositive();
                    assertAllStoredOnce(load, database(home));
                }
            }
        }
    }

    /** From here on the broker keeps for Siaga's sessions what they have not acknowledged. */
    private Map<String, String> subscribeAndRegister(Path home, MosquittoBroker broker) throws Exception {
        ArrayNode devices = new ObjectMapper().createArrayNode();
        for (int i = 0; i < DEVICES; i++) {
            devices.addObject().put("device_id", "kill-" + i).put("kind", "flood").put("name", "kill-" + i)
                    .put("mount_mm", 11_000);
        }
        try (SiagaProcess siaga = start(home, broker)) {
            BrokerBench.awaitSubscribed(siaga, 2);
            return CommandCenter.login(siaga.http(), siaga.login().user(), siaga.login().password()).register(devices);
        }
    }

    private SiagaProcess start(Path home, MosquittoBroker broker) throws Exception {
        Path launcher = Path.of(System.getProperty("siaga.root"), "siaga");
        SiagaProcess siaga = SiagaProcess.start(launcher, home, httpPort, mqttPort, System.out::println,
                "--broker-url", "tcp://127.0.0.1:" + broker.endpoint().port(), "--broker-sessions", "2");
        siaga.awaitReady(PATIENCE);
        return siaga;
    }

    private static void killUnderLoad(SiagaProcess siaga, Load load, Path home) throws Exception {
        StoredRows rows = new StoredRows(database(home));
        long enough = rows.count("") + STORED_BEFORE_KILL;
        Thread loader = Thread.ofPlatform().start(() -> hold(load));
        try {
            while (rows.count("") < enough) {
                LockSupport.parkNanos(20_000_000);
            }
        } finally {
            siaga.kill();
        }
        loader.join();
    }

    private static void hold(Load load) {
        try {
            load.open(RATE, LOAD_FOR);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void assertAllStoredOnce(Load load, String database) throws Exception {
        StoredRows rows = new StoredRows(database);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (rows.count("") < load.acked() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(100_000_000);
        }
        StoredRows.Tally tally = rows.compare(load.devices());
        System.out.println("kill -9 three times behind a broker: " + tally);
        assertThat(tally.acked()).isGreaterThanOrEqualTo(STORED_BEFORE_KILL * KILLS);
        assertThat(tally.ackedMissing()).isZero();
        assertThat(tally.duplicated()).isZero();
        assertThat(rows.orphans()).as("rows without their original message, or messages stored twice").isZero();
    }

    private static String database(Path home) throws Exception {
        return Files.readString(home.resolve("database-url"), StandardCharsets.UTF_8).strip();
    }
}
