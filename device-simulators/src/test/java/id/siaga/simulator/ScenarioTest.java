package id.siaga.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import id.siaga.simulator.device.Place;
import id.siaga.simulator.device.Series;
import id.siaga.simulator.device.SimulatedDevice;
import id.siaga.simulator.scenario.Gazetteer;
import id.siaga.simulator.scenario.Scenario;
import id.siaga.simulator.scenario.Scenarios;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScenarioTest {

    private static final String FLOOD = "bekasi-2025-03-04";

    @Test
    void katulampaReadsTheEightPublishedLevels() {
        Series series = series("katulampa-2015-11-15", "awlr-katulampa");
        assertThat(IntStream.rangeClosed(0, 7).mapToDouble(i -> series.cmAt(i * 10)).toArray()).containsExactly(50, 70,
                90, 110, 130, 150, 170, 210);
    }

    @Test
    void katulampaDeviceReportsThemAsDistances() {
        SimulatedDevice gauge = Payloads.device("katulampa-2015-11-15", "awlr-katulampa");
        assertThat(IntStream.rangeClosed(0, 7).mapToLong(i -> distance(gauge, i * 10)).toArray()).containsExactly(5500,
                5300, 5100, 4900, 4700, 4500, 4300, 3900);
    }

    @Test
    void cileungsiRisesFrom200To380In45Minutes() {
        Series series = series("cileungsi-2026-02-11", "awlr-cileungsi");
        assertThat(series.cmAt(0)).isEqualTo(200);
        assertThat(series.cmAt(22.5)).isEqualTo(290);
        assertThat(series.cmAt(45)).isEqualTo(380);
        assertThat(series.cmAt(500)).isEqualTo(380);
    }

    @Test
    void p2cCrestsAt875AndNowhereHigher() {
        Series series = series(FLOOD, "awlr-p2c");
        assertThat(IntStream.range(0, 1000).mapToDouble(series::cmAt).max()).hasValue(875);
    }

    @Test
    void theWaveTakesThreeToFourHoursFromCileungsi() {
        assertThat(crest(FLOOD, "awlr-p2c") - crest(FLOOD, "awlr-cileungsi")).isBetween(180, 240);
    }

    @Test
    void aUnitLeavesItsBaseDrivesStraightAndStaysAtTheGaugeOfTheFlood() {
        SimulatedDevice unit = Payloads.device("pengerahan", "gps-urc-jatiasih");
        Place base = unit.profile().place();
        Place goal = new Place(-6.3, 106.97);
        assertThat(place(unit, 59).metresTo(base)).isLessThan(1);
        assertThat(place(unit, 90).metresTo(base)).isGreaterThan(150);
        double arrival = 60 + base.metresTo(goal) / (80 / 3.6);
        assertThat(place(unit, arrival + 1).metresTo(goal)).isLessThan(1);
        assertThat(place(unit, arrival + 1_700).metresTo(goal)).isLessThan(1);
        assertThat(Scenarios.named("pengerahan").title()).contains("garis lurus");
    }

    private static Place place(SimulatedDevice device, double second) {
        JsonNode pos = Payloads.only(device, second).path("pos");
        return new Place(pos.path(0).asDouble(), pos.path(1).asDouble());
    }

    @Test
    void everyPointThatIsNotPublishedSaysSo() {
        assertThat(Scenarios.named(FLOOD).gauges()).flatExtracting(Scenario.Gauge::series)
                .allMatch(p -> p.source() != null || (p.note() != null && p.note().contains("interpolasi")));
    }

    @Test
    void inTheDemoP2cPassesEveryBandAndReachesSiaga1BeforeHalfAMinute() {
        SimulatedDevice p2c = Payloads.device(FLOOD, "awlr-p2c");
        assertThat(levelMm(p2c, 0)).isBetween(3200L, 3499L);
        assertThat(levelMm(p2c, 8)).isBetween(3501L, 4500L);
        assertThat(levelMm(p2c, 20)).isBetween(4501L, 5500L);
        assertThat(levelMm(p2c, 25)).isLessThanOrEqualTo(5500);
        assertThat(levelMm(p2c, 30)).isGreaterThan(5500);
        assertThat(levelMm(p2c, 120)).isBetween(8740L, 8760L);
    }

    @Test
    void speedReplacesTheScenariosOwn() {
        SimulatedDevice slow = new Simulation(List.of("cileungsi-2026-02-11"), 1, 0, 1.0, Map.of()).build().getFirst();
        assertThat(distance(slow, 60)).isEqualTo(8000 - 2040);
    }

    @Test
    void onePanicPressInTheDemo() {
        List<SimulatedDevice> patrols = new Simulation(List.of("patroli"), 1, 0, null, Map.of()).build();
        assertThat(pressing(patrols, 40)).isEmpty();
        assertThat(pressing(patrols, 46)).containsExactly("gps-patroli-jatiasih-1");
        assertThat(pressing(patrols, 60)).isEmpty();
    }

    @Test
    void patrolsDriveAtPatrolSpeedWithoutJumping() {
        SimulatedDevice patrol = Payloads.device("patroli", "gps-patroli-bekasi-timur-1");
        for (int second = 0; second < 3000; second++) {
            assertThat(metresBetween(patrol, second, second + 1)).isLessThan(40 / 3.6 + 2);
            double speed = Payloads.only(patrol, second).at("/m/speed").asDouble();
            assertThat(speed == 0 || (speed >= 20 / 3.6 - 0.01 && speed <= 40 / 3.6 + 0.01)).isTrue();
        }
    }

    @Test
    void camerasFreezeAndFailBySeed() {
        List<SimulatedDevice> cameras = new Simulation(List.of("cctv-kota"), 1, 0, null, Map.of()).build();
        assertThat(cameras).hasSize(40);
        assertThat(IntStream.range(0, 20).boxed().flatMap(w -> cameras.stream().map(c -> Payloads.only(c, w * 120.0))))
                .anyMatch(p -> p.at("/m/cctv.frozen").asBoolean())
                .anyMatch(p -> !p.at("/m/cctv.reachable").asBoolean());
    }

    @Test
    void accessPointsSurgeAndDropBySeed() {
        List<SimulatedDevice> points = new Simulation(List.of("wifi-publik"), 1, 0, null, Map.of()).build();
        assertThat(points).hasSize(60);
        assertThat(IntStream.range(0, 20).boxed().flatMap(w -> points.stream().map(c -> Payloads.only(c, w * 180.0))))
                .anyMatch(p -> p.at("/m/wifi.clients").asInt() > 50).anyMatch(p -> p.at("/m/ping.loss").asInt() == 100);
    }

    @Test
    void theGazetteerHoldsAll56Kelurahan() {
        assertThat(Gazetteer.bekasi().kelurahan()).hasSize(56).extracting(Gazetteer.Kelurahan::code)
                .doesNotHaveDuplicates();
    }

    @Test
    void aCityGrowsAndShrinksToTheNumberAsked() {
        assertThat(new Simulation(Scenarios.DEMO, 1, 3000, null, Map.of()).build()).hasSize(3000);
        assertThat(new Simulation(Scenarios.DEMO, 1, 5, null, Map.of()).build()).hasSize(5);
    }

    @Test
    void anUnknownFieldIsNamed(@TempDir Path dir) throws IOException {
        Path file = Files.writeString(dir.resolve("x.yaml"), "name: x\ntitle: x\nsource: x\ngagues: []\n");
        assertThatThrownBy(() -> Scenarios.named(file.toString())).hasMessageContaining("gagues");
    }

    private static Series series(String scenario, String gauge) {
        return new Series(Scenarios.named(scenario).gauges().stream().filter(g -> g.id().equals(gauge)).findFirst()
                .orElseThrow().series());
    }

    private static int crest(String scenario, String gauge) {
        Series series = series(scenario, gauge);
        return IntStream.range(0, 900).reduce(0, (a, b) -> series.cmAt(b) > series.cmAt(a) ? b : a);
    }

    private static long distance(SimulatedDevice gauge, double seconds) {
        return Payloads.only(gauge, seconds).at("/m/water.distance").asLong();
    }

    private static long levelMm(SimulatedDevice p2c, double seconds) {
        return 11_000 - distance(p2c, seconds);
    }

    private static List<String> pressing(List<SimulatedDevice> patrols, double seconds) {
        return patrols.stream().filter(
                p -> Payloads.only(p, seconds).at("/m/vehicle.alarm").asText().equals("panic"))
                .map(p -> p.profile().deviceId()).toList();
    }

    private static double metresBetween(SimulatedDevice patrol, double from, double to) {
        var before = Payloads.only(patrol, from).path("pos");
        var after = Payloads.only(patrol, to).path("pos");
        return Math.hypot(before.path(0).asDouble() - after.path(0).asDouble(),
                before.path(1).asDouble() - after.path(1).asDouble()) * 111_320;
    }
}
