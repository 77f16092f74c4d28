package id.siaga.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import id.siaga.simulator.device.DeviceKind;
import id.siaga.simulator.device.Moment;
import id.siaga.simulator.device.SimulatedDevice;
import id.siaga.simulator.device.Status;
import id.siaga.simulator.scenario.Scenarios;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class NativePayloadTest {

    /** Metric → lowest and highest plausible value, as the native convention prints them. */
    private static final Map<String, double[]> NUMBERS = Map.ofEntries(Map.entry("water.distance", range(20, 15_000)),
            Map.entry("battery.voltage", range(0, 60)), Map.entry("air.temperature", range(-20, 60)),
            Map.entry("speed", range(0, 70)), Map.entry("course", range(0, 359.999)),
            Map.entry("battery.level", range(0, 100)), Map.entry("cctv.fps", range(0, 120)),
            Map.entry("cctv.expected_fps", range(0, 120)), Map.entry("cctv.bitrate", range(0, 50_000_000)),
            Map.entry("cctv.record_gap", range(0, 86_400)), Map.entry("disk.used", range(0, 100)),
            Map.entry("wifi.clients", range(0, 500)), Map.entry("ping.rtt", range(0, 10_000)),
            Map.entry("ping.loss", range(0, 100)), Map.entry("device.uptime", range(0, 1e9)),
            Map.entry("cpu.used", range(0, 100)), Map.entry("wifi.signal", range(-150, 0)),
            Map.entry("net.if.rx_bytes", range(0, 1e15)), Map.entry("net.if.tx_bytes", range(0, 1e15)),
            Map.entry("rain.interval", range(0, 100)), Map.entry("rain.total", range(0, 1e5)),
            Map.entry("rain.rate", range(0, 500)), Map.entry("air.humidity", range(0, 100)),
            Map.entry("net.ports_up", range(0, 48)), Map.entry("net.stp_changes", range(0, 1e6)),
            Map.entry("poe.used", range(0, 100)), Map.entry("poe.power", range(0, 1000)),
            Map.entry("device.temperature", range(-40, 125)), Map.entry("radio.distance", range(0, 200_000)),
            Map.entry("radio.capacity", range(0, 1e10)), Map.entry("radio.ccq", range(0, 100)),
            Map.entry("radio.modulation", range(0, 15)), Map.entry("wifi.noise", range(-150, 0)),
            Map.entry("fiber.cores_up", range(0, 48)), Map.entry("fiber.cores_total", range(48, 48)),
            Map.entry("optical.rx_power", range(-60, 20)), Map.entry("link.utilisation", range(0, 100)),
            Map.entry("door.denied", range(0, 1e6)), Map.entry("door.open_time", range(0, 86_400)),
            Map.entry("monitor.data_age", range(0, 86_400)), Map.entry("mains.voltage", range(0, 500)),
            Map.entry("ups.load", range(0, 200)), Map.entry("ups.runtime", range(0, 86_400)),
            Map.entry("gateway.devices", range(0, 1e6)), Map.entry("gateway.rx_frames", range(0, 1e12)),
            Map.entry("gateway.tx_frames", range(0, 1e12)), Map.entry("mem.available", range(0, 1e12)),
            Map.entry("link.rssi", range(-150, 0)), Map.entry("water.depth", range(-50, 20_000)),
            Map.entry("flow.discharge", range(0, 10_000)), Map.entry("pump.current", range(0, 2000)),
            Map.entry("pump.power", range(0, 1e7)), Map.entry("pressure", range(-1, 100)),
            Map.entry("gate.position", range(0, 100)), Map.entry("engine.time", range(0, 1e9)));
    private static final Map<String, Set<String>> WORDS = Map.of("vehicle.alarm", Set.of("none", "panic"), "door.alarm",
            Set.of("none", "held", "forced"), "door.state", Set.of("opened", "closed"), "link.active_path",
            Set.of("primary", "backup", "none"), "pump.mode", Set.of("auto", "off"));

    private static final Set<String> BOOLEANS = Set.of("ignition", "moving", "cctv.reachable", "cctv.stream_up",
            "cctv.frozen", "probe.reachable", "net.uplink_up", "fan.ok", "psu.ok", "link.up", "link.primary_up",
            "link.backup_up", "door.open", "door.locked", "device.tamper", "monitor.display_on", "room.leak",
            "room.smoke", "ups.on_battery", "gateway.backhaul_up", "pump.running", "pump.fault");

    private final List<SimulatedDevice> city = new Simulation(Scenarios.ALL, 3, 500, null, Map.of()).build();

    @Test
    void everyPayloadFollowsTheNativeConvention() {
        for (SimulatedDevice device : city) {
            for (int second = 0; second < 1200; second += 97) {
                for (byte[] payload : device.transmit(Payloads.after(second))) {
                    assertThat(payload.length).isLessThan(64 * 1024);
                    check(Payloads.parse(payload), Payloads.START.plusSeconds(second));
                }
            }
        }
    }

    @Test
    void everyKindSendsAllItsMetrics() {
        assertThat(metricsOf(DeviceKind.FLOOD)).containsExactlyInAnyOrder("water.distance", "battery.voltage",
                "air.temperature");
        assertThat(metricsOf(DeviceKind.GPS)).containsExactlyInAnyOrder("speed", "course", "ignition", "moving",
                "battery.level", "vehicle.alarm");
        assertThat(metricsOf(DeviceKind.CCTV)).containsExactlyInAnyOrder("cctv.reachable", "cctv.stream_up",
                "cctv.fps", "cctv.expected_fps", "cctv.bitrate", "cctv.frozen", "cctv.record_gap", "disk.used");
        assertThat(metricsOf(DeviceKind.WIFI)).containsExactlyInAnyOrder("wifi.clients", "ping.rtt", "ping.loss",
                "device.uptime", "cpu.used");
    }

    @Test
    void onlyVehiclesSendPositionsAndOnlyAccessPointsHaveARadio() {
        for (SimulatedDevice device : city) {
            JsonNode payload = Payloads.only(device, 10);
            DeviceKind kind = device.profile().kind();
            assertThat(payload.path("pos").size()).isEqualTo(kind == DeviceKind.GPS ? 4 : 0);
            assertThat(payload.path("c").path("wlan0").size()).isEqualTo(kind == DeviceKind.WIFI ? 3 : 0);
        }
    }

    @Test
    void interfaceCountersNeverFall() {
        SimulatedDevice ap = city.stream().filter(d -> d.profile().kind() == DeviceKind.WIFI).findFirst().orElseThrow();
        long before = 0;
        for (int second = 0; second < 3600; second += 5) {
            long now = Payloads.only(ap, second).at("/c/wlan0/net.if.rx_bytes").asLong();
            assertThat(now).isGreaterThanOrEqualTo(before);
            before = now;
        }
    }

    @Test
    void sequenceNumbersRiseByOneEvenWhenTimersAreLate() {
        for (SimulatedDevice device : city.subList(0, 120)) {
            long interval = device.profile().interval().toMillis();
            Moment moment = new Moment(Payloads.START, device.nextReport(Payloads.after(0)));
            long before = Payloads.parse(device.transmit(moment).getFirst()).path("seq").asLong();
            for (long report = 1; report < 40; report++) {
                Instant late = device.nextReport(moment).plusMillis(report * 7 % (interval / 3));
                moment = new Moment(Payloads.START, late);
                assertThat(Payloads.parse(device.transmit(moment).getFirst()).path("seq").asLong())
                        .isEqualTo(before + report);
            }
        }
    }

    @Test
    void messageIdsAreUniqueWithinADevice() {
        Set<String> ids = new HashSet<>();
        for (int second = 0; second < 300; second++) {
            assertThat(ids.add(Payloads.only(city.getFirst(), second).path("id").asText())).isTrue();
        }
    }

    @Test
    void statusSaysStateTimeIntervalAndCause() {
        Instant now = Payloads.START;
        JsonNode online = Payloads.parse(Status.online(now, now.minusSeconds(60), Duration.ofSeconds(10)));
        assertThat(online.path("state").asText()).isEqualTo("online");
        assertThat(online.path("interval").asInt()).isEqualTo(10);
        assertThat(online.path("ts").asLong()).isEqualTo(now.toEpochMilli());
        assertThat(Payloads.parse(Status.offline(now)).path("cause").asText()).isEqualTo("clean");
        assertThat(Payloads.parse(Status.will()).path("cause").asText()).isEqualTo("will");
        assertThat(Payloads.parse(Status.will()).path("q").path(0).asText()).isEqualTo("SIMULATED");
    }

    @Test
    void idsAndTopicsKeepToTheConvention() {
        assertThat(city).extracting(d -> d.profile().deviceId()).doesNotHaveDuplicates()
                .allMatch(id -> id.matches("[A-Za-z0-9._:-]{1,64}"));
        assertThat(Payloads.device("bekasi-2025-03-04", "awlr-p2c").profile().topic("telemetry"))
                .isEqualTo("city/flood/awlr-p2c/telemetry");
    }

    @Test
    void everyKindIsPlayedAndHasGoodAndBadTimes() {
        for (DeviceKind kind : DeviceKind.values()) {
            assertThat(metricsOf(kind)).as(kind.word()).hasSizeGreaterThan(2);
        }
        assertThat(said(DeviceKind.DOOR, "door.alarm")).containsExactlyInAnyOrder("none", "held", "forced");
        assertThat(said(DeviceKind.LINK, "link.active_path")).contains("primary", "backup");
        assertThat(said(DeviceKind.PUMP, "pump.running")).contains("true", "false");
        assertThat(said(DeviceKind.SWITCH, "net.uplink_up")).contains("true", "false");
        assertThat(said(DeviceKind.ROOM, "ups.on_battery")).contains("true", "false");
    }

    @Test
    void rainIsCountedInTipsThatNeverFallAndAddUp() {
        SimulatedDevice gauge = city.stream().filter(d -> d.profile().kind() == DeviceKind.RAIN).findFirst()
                .orElseThrow();
        double start = Payloads.only(gauge, 0).at("/m/rain.total").asDouble();
        double fallen = 0;
        for (int second = 60; second <= 7200; second += 60) {
            fallen += Payloads.only(gauge, second).at("/m/rain.interval").asDouble();
        }
        assertThat(fallen).isPositive().isCloseTo(Payloads.only(gauge, 7200).at("/m/rain.total").asDouble() - start,
                Offset.offset(0.001));
    }

    /** What devices of a kind say of something over half a day. */
    private Set<String> said(DeviceKind kind, String metric) {
        Set<String> words = new HashSet<>();
        city.stream().filter(d -> d.profile().kind() == kind).forEach(device -> {
            for (int second = 0; second < 43_200; second += 97) {
                words.add(Payloads.only(device, second).path("m").path(metric).asText());
            }
        });
        return words;
    }

    private Set<String> metricsOf(DeviceKind kind) {
        Set<String> names = new HashSet<>();
        city.stream().filter(d -> d.profile().kind() == kind)
                .forEach(d -> Payloads.only(d, 10).path("m").fieldNames().forEachRemaining(names::add));
        return names;
    }

    private static void check(JsonNode payload, Instant at) {
        assertThat(payload.isObject()).isTrue();
        assertThat(payload.path("v").asInt()).isEqualTo(1);
        assertThat(payload.path("ts").isIntegralNumber()).isTrue();
        assertThat(payload.path("ts").asLong()).isEqualTo(at.toEpochMilli());
        assertThat(payload.path("seq").asLong()).isPositive();
        assertThat(payload.path("q").path(0).asText()).isEqualTo("SIMULATED");
        payload.path("m").properties().forEach(m -> check(m.getKey(), m.getValue()));
        payload.path("c").forEach(c -> c.properties().forEach(m -> check(m.getKey(), m.getValue())));
        if (payload.has("pos")) {
            assertThat(payload.path("pos").path(0).asDouble()).isBetween(-6.42, -6.15);
            assertThat(payload.path("pos").path(1).asDouble()).isBetween(106.87, 107.07);
        }
    }

    private static void check(String metric, JsonNode value) {
        if (BOOLEANS.contains(metric)) {
            assertThat(value.isBoolean()).as(metric).isTrue();
        } else if (WORDS.containsKey(metric)) {
            assertThat(value.asText()).as(metric).isIn(WORDS.get(metric));
        } else {
            assertThat(NUMBERS).containsKey(metric);
            double[] range = Objects.requireNonNull(NUMBERS.get(metric));
            assertThat(value.isNumber()).as(metric).isTrue();
            assertThat(value.asDouble()).as(metric).isBetween(range[0], range[1]);
        }
    }

    private static double[] range(double low, double high) {
        return new double[]{low, high};
    }
}
