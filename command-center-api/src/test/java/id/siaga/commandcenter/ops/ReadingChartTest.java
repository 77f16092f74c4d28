package id.siaga.commandcenter.ops;

import static org.assertj.core.api.Assertions.assertThat;

import id.siaga.commandcenter.ops.ReadingChart.Limit;
import id.siaga.commandcenter.ops.ReadingChart.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadingChartTest {
    private static final Instant T0 = Instant.parse("2026-11-21T01:00:00Z");

    private static Sample at(int minute, double value, boolean cause) {
        return new Sample(T0.plusSeconds(60L * minute), value, cause);
    }

    private static double[][] points(ReadingChart chart) {
        return Arrays.stream(chart.line().split(" "))
                .map(point -> Arrays.stream(point.split(",")).mapToDouble(Double::parseDouble).toArray())
                .toArray(double[][]::new);
    }

    @Test
    void laterIsFurtherRightAndMoreIsHigherWhateverTheOrderTheyCameIn() {
        ReadingChart chart = ReadingChart.of("Muka air", "cm",
                List.of(at(2, 560, true), at(0, 540, false), at(1, 550, false)), List.of());
        double[][] points = points(chart);
        assertThat(points).hasNumberOfRows(3);
        assertThat(points[0][0]).isLessThan(points[1][0]).isEqualTo(ReadingChart.LEFT);
        assertThat(points[2][0]).isEqualTo(ReadingChart.RIGHT);
        assertThat(points[0][1]).isGreaterThan(points[1][1]);
        assertThat(points[1][1]).isGreaterThan(points[2][1]);
        assertThat(chart.marks()).containsExactly(new ReadingChart.Mark(String.valueOf(points[2][0]),
                String.valueOf(points[2][1]), "560 cm"));
    }

    @Test
    void aLimitNearTheReadingsIsDrawnAndAFarOneDoesNotFlattenThem() {
        ReadingChart chart = ReadingChart.of("Muka air", "cm", List.of(at(0, 340, true), at(1, 356, true)),
                List.of(new Limit("Siaga 3", 350), new Limit("Siaga 1", 5_500)));
        assertThat(chart.limits()).extracting(ReadingChart.Tick::text).containsExactly("Siaga 3 350");
    }

    @Test
    void oneReadingAloneIsADrawingToo() {
        ReadingChart chart = ReadingChart.of("Suhu", "°C", List.of(at(0, 0, true)), List.of());
        assertThat(chart.line()).doesNotContain("NaN", "Infinity");
        assertThat(chart.across()).hasSize(5);
        assertThat(chart.across().getFirst().text()).isEqualTo("07:59");
    }

    @Test
    void figuresAreWrittenTheIndonesianWay() {
        assertThat(ReadingChart.figure(12.34)).isEqualTo("12,3");
        assertThat(ReadingChart.figure(555)).isEqualTo("555");
        assertThat(ReadingChart.figure(-0.04)).isEqualTo("0");
        assertThat(Moment.age(Duration.ofMinutes(125))).isEqualTo("2 jam 05 mnt");
        assertThat(Moment.age(Duration.ofSeconds(-3))).isEqualTo("0 dtk");
    }
}
