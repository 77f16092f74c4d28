package id.siaga.simulator.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;

import id.siaga.simulator.SiagaProcess;
import id.siaga.simulator.fleet.CommandCenter;
import id.siaga.simulator.fleet.Endpoint;

/** The promise under the worst that can happen to the process: acknowledged means stored, and nothing is stored twice. */
class KillIT {

    private static final int DEVICES = 100;
    private static final int RATE = 2_000;
    private static final int KILLS = 3;
    private static final int ACKED_BEFORE_KILL = 4_000;
    private static final Duration LOAD_FOR = Duration.ofSeconds(8);
    private static final Duration READY_WITHIN = Duration.ofMinutes(2);

    private final Map<String, AckedTimes> acked = new HashMap<>();
    private final Map<String, List<Long>> unanswered = new HashMap<>();

    @Test
    void nothingAcknowledgedIsMissingOrDoubledAfterThreeKills(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path home)
            throws Exception {
        int httpPort = FreePort.next();
        int mqttPort = FreePort.next();
        Map<String, String> secrets = Map.of();
        for (int kill = 0; kill < KILLS; kill++) {
            SiagaProcess siaga = start(home, httpPort, mqttPort);
            try {
                if (secrets.isEmpty()) {
                    secrets = register(siaga);
                }
                publishUntilKilled(siaga, secrets, mqttPort);
            } finally {
                siaga.kill();
            }
        }
        try (SiagaProcess siaga = start(home, httpPort, mqttPort)) {
            assertThat(siaga.pid()).isPositive();
            sendUnansweredAgain(secrets, mqttPort);
            compare(Files.readString(home.resolve("database-url"), StandardCharsets.UTF_8).strip());
        }
    }

    private static SiagaProcess start(Path home, int httpPort, int mqttPort) throws Exception {
        Path launcher = Path.of(System.getProperty("siaga.root"), "siaga");
        SiagaProcess siaga = SiagaProcess.start(launcher, home, httpPort, mqttPort, System.out::println);
        siaga.awaitReady(READY_WITHIN);
        return siaga;
    }

    private static Map<String, String> register(SiagaProcess siaga) throws Exception {
        ArrayNode devices = new ObjectMapper().createArrayNode();
        for (int i = 0; i < DEVICES; i++) {
            devices.addObject().put("device_id", "kill-" + i).put("kind", "flood").put("name", "kill-" + i)
                    .put("mount_mm", 11_000).put("quota_per_s", 10_000);
        }
        return CommandCenter.login(siaga.http(), siaga.login().user(), siaga.login().password()).register(devices);
    }

    private void publishUntilKilled(SiagaProcess siaga, Map<String, String> secrets, int mqttPort) throws Exception {
        try (Load load = new Load(secrets, 2, new Endpoint("127.0.0.1", mqttPort))) {
            again(load);
            Thread killer = Thread.ofPlatform().start(() -> killAfter(siaga, load));
            load.open(RATE, LOAD_FOR);
            killer.join();
            load.devices().forEach(this::remember);
        }
    }

    /** Kills in the middle of the load: when enough is acknowledged and more is on its way. */
    private static void killAfter(SiagaProcess siaga, Load load) {
        try {
            while (load.acked() < ACKED_BEFORE_KILL) {
                LockSupport.parkNanos(1_000_000);
            }
            siaga.kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void again(Load load) throws InterruptedException {
        load.sendAgain(device -> unanswered.getOrDefault(device, List.of()));
        unanswered.clear();
    }

    private void remember(LoadDevice device) {
        LongStream.of(device.acked().sorted())
                .forEach(acked.computeIfAbsent(device.deviceId(), id -> new AckedTimes())::add);
        unanswered.computeIfAbsent(device.deviceId(), id -> new ArrayList<>()).addAll(device.unanswered());
    }

    private void sendUnansweredAgain(Map<String, String> secrets, int mqttPort) throws Exception {
        try (Load load = new Load(secrets, 2, new Endpoint("127.0.0.1", mqttPort))) {
            again(load);
            load.devices().forEach(this::remember);
        }
        assertThat(unanswered.values()).allMatch(List::isEmpty);
    }

    private void compare(String databaseUrl) throws Exception {
        StoredRows.Tally total = StoredRows.Tally.NOTHING;
        StoredRows rows = new StoredRows(databaseUrl);
        for (Map.Entry<String, AckedTimes> each : acked.entrySet()) {
            total = total.plus(StoredRows.compare(Arrays.stream(each.getValue().sorted()).distinct().toArray(),
                    rows.of(each.getKey())));
        }
        System.out.println("kill -9 three times under load: " + total);
        assertThat(total.acked()).isGreaterThanOrEqualTo(ACKED_BEFORE_KILL * KILLS);
        assertThat(total.ackedMissing()).isZero();
        assertThat(total.duplicated()).isZero();
        assertThat(rows.orphans()).as("rows without their original message, or messages stored twice").isZero();
    }
}
