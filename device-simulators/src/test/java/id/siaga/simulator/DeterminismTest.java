package id.siaga.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import id.siaga.simulator.device.Moment;
import id.siaga.simulator.device.SimulatedDevice;
import id.siaga.simulator.scenario.Scenarios;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeterminismTest {

    private static final Instant START = Instant.parse("2026-11-21T08:00:00Z");

    @Test
    void theSameSeedGivesTheSameBytesAtTheSameInstants() {
        assertThat(run(city(7))).hasSize(400 * 20).isEqualTo(run(city(7)));
    }

    @Test
    void askingInAnotherOrderChangesNothing() {
        List<SimulatedDevice> devices = city(7);
        List<String> forward = run(devices);
        List<String> backward = run(devices.reversed());
        assertThat(backward).containsExactlyInAnyOrderElementsOf(forward);
    }

    @Test
    void anotherSeedGivesAnotherCity() {
        assertThat(run(city(7))).isNotEqualTo(run(city(8)));
    }

    private static List<SimulatedDevice> city(long seed) {
        return new Simulation(Scenarios.DEMO, seed, 400, null, Map.of()).build();
    }

    private static List<String> run(List<SimulatedDevice> devices) {
        List<String> sent = new ArrayList<>();
        for (int second = 0; second < 600; second += 30) {
            Moment moment = new Moment(START, START.plusMillis(second * 1000L + 137));
            devices.forEach(d -> d.transmit(moment)
                    .forEach(p -> sent.add(d.profile().deviceId() + new String(p, StandardCharsets.UTF_8))));
        }
        return sent;
    }
}
