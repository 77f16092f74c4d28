package id.siaga.simulator.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The macros as Grafana's PostgreSQL data source writes them out. */
class GrafanaSqlTest {

    private static final GrafanaSql PLAIN = sql(false);

    private static GrafanaSql sql(boolean timescale) {
        return new GrafanaSql(Instant.parse("2026-11-21T00:00:00Z"), Instant.parse("2026-11-21T06:00:00Z"),
                Duration.ofSeconds(20), timescale, Map.of("pos", List.of("P2C", "d'Or"), "butiran", List.of("1m")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "$__time(at)|at AS \"time\"",
            "$__timeEpoch(at)|extract(epoch from at) as \"time\"",
            "$__timeFilter(at)|at BETWEEN '2026-11-21T00:00:00Z' AND '2026-11-21T06:00:00Z'",
            "$__timeFrom()|'2026-11-21T00:00:00Z'",
            "$__timeTo()|'2026-11-21T06:00:00Z'",
            "$__timeGroup(at,'5m') x|floor(extract(epoch from at)/300)*300 x",
            "$__timeGroup(at,'5m'), x|floor(extract(epoch from at)/300)*300 AS \"time\", x",
            "$__timeGroupAlias(at, $__interval)|floor(extract(epoch from at)/20)*20 AS \"time\"",
            "$__timeGroup(at, 100ms)|floor(extract(epoch from at)/0.1)*0.1",
            "$__unixEpochFilter(at)|at >= 1795219200 AND at <= 1795240800",
            "$__unixEpochFrom() $__unixEpochTo()|1795219200 1795240800",
            "$__unixEpochGroup(at, 1h)|floor((at)/3600)*3600",
            "$__unixEpochGroupAlias(at, 1d)|floor((at)/86400)*86400 AS \"time\"",
            "IN (${pos:sqlstring})|IN ('P2C','d''Or')",
            "reading_${butiran:raw} ${__interval_ms}|reading_1m 20000"})
    void expands(String written, String sent) {
        assertThat(PLAIN.expanded(written)).isEqualTo(sent);
    }

    @Test
    void timescaleGroupsByItsOwnFunction() {
        assertThat(sql(true).expanded("$__timeGroup(at, '1h')")).isEqualTo("time_bucket('3600.000s',at)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"$__timeGroup(at)", "$__timeGruop(at,'5m')", "$__timeGroup(at,'soon')", "${pos}", "$pos",
            "${alat:sqlstring}"})
    void refuses(String written) {
        assertThatThrownBy(() -> PLAIN.expanded(written)).isInstanceOf(IllegalArgumentException.class);
    }
}
