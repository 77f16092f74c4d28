package id.siaga.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import id.siaga.simulator.device.Fault;
import id.siaga.simulator.device.FaultWindow;
import id.siaga.simulator.device.SimulatedDevice;
import id.siaga.simulator.scenario.Scenarios;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FaultTest {

    private final SimulatedDevice healthy = Payloads.device("bekasi-2025-03-04", "awlr-p2c");

    @ParameterizedTest
    @EnumSource(Fault.class)
    void aFaultLastsAsLongAsItSays(Fault fault) {
        SimulatedDevice broken = with(fault);
        assertThat(broken.transmit(Payloads.after(9))).containsExactlyElementsOf(healthy.transmit(Payloads.after(9)));
        assertThat(broken.transmit(Payloads.after(15))).isNotEqualTo(healthy.transmit(Payloads.after(15)));
        assertThat(broken.transmit(Payloads.after(20))).containsExactlyElementsOf(healthy.transmit(Payloads.after(20)));
    }

    @Test
    void silenceSendsNothing() {
        assertThat(with(Fault.SILENCE).transmit(Payloads.after(15))).isEmpty();
    }

    @Test
    void stuckRepeatsValuesWithFreshTimes() {
        JsonNode first = Payloads.only(with(Fault.STUCK), 11);
        JsonNode later = Payloads.only(with(Fault.STUCK), 19);
        assertThat(later.path("m")).isEqualTo(first.path("m"));
        assertThat(later.path("ts").asLong() - first.path("ts").asLong()).isEqualTo(8000);
        assertThat(later.path("seq").asLong() - first.path("seq").asLong()).isEqualTo(8);
    }

    @Test
    void clocksAreWrongInTheWayNamed() {
        assertThat(clock(Fault.CLOCK_2004).atOffset(ZoneOffset.UTC).getYear()).isEqualTo(2004);
        assertThat(clock(Fault.CLOCK_AHEAD)).isEqualTo(Payloads.START.plusSeconds(15).plus(Duration.ofDays(1)));
    }

    @Test
    void aWrongClockLeavesTheMeasurementAlone() {
        assertThat(Payloads.only(with(Fault.CLOCK_2004), 15).path("m"))
                .isEqualTo(Payloads.only(healthy, 15).path("m"));
    }

    @Test
    void duplicatesAreEqualByteForByte() {
        List<byte[]> sent = with(Fault.DUPLICATE).transmit(Payloads.after(15));
        assertThat(sent).hasSize(2);
        assertThat(sent.get(0)).isEqualTo(sent.get(1)).isEqualTo(healthy.transmit(Payloads.after(15)).getFirst());
    }

    @Test
    void malformedPayloadsAreNoJson() {
        byte[] sent = with(Fault.MALFORMED).transmit(Payloads.after(15)).getFirst();
        assertThatThrownBy(() -> Payloads.parse(sent)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void faultsCanBeGivenByDeviceId() {
        Simulation simulation = new Simulation(Scenarios.DEMO, 1, 0, null, Map.of("awlr-cikeas", Fault.SILENCE));
        assertThat(simulation.build().stream().filter(d -> d.transmit(Payloads.after(0)).isEmpty()))
                .extracting(d -> d.profile().deviceId()).containsExactly("awlr-cikeas");
    }

    @Test
    void anUnknownFaultOrDeviceIsNamed() {
        assertThatThrownBy(() -> Fault.of("smoke")).hasMessageContaining("smoke").hasMessageContaining("clock-2004");
        assertThatThrownBy(() -> new Simulation(Scenarios.DEMO, 1, 0, null, Map.of("awlr-x", Fault.STUCK)).build())
                .hasMessageContaining("awlr-x");
    }

    private SimulatedDevice with(Fault fault) {
        return healthy.with(new FaultWindow(fault, Duration.ofSeconds(10), Duration.ofSeconds(10)));
    }

    private Instant clock(Fault fault) {
        return Instant.ofEpochMilli(Payloads.only(with(fault), 15).path("ts").asLong());
    }
}
