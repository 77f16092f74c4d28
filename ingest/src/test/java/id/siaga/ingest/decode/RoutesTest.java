package id.siaga.ingest.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

class RoutesTest {

    private static Routes routes(String yaml) {
        return Routes.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aTopicNamesFormatKindAndDevice() {
        Route route = Routes.standard().match("city/flood/TMA-BKS-01/telemetry").orElseThrow();

        assertThat(route.format()).isEqualTo("city-json");
        assertThat(route.capture("kind")).isEqualTo("flood");
        assertThat(route.deviceId()).isEqualTo("TMA-BKS-01");
    }

    @Test
    void theFirstEntryThatFitsWins() {
        Routes routes = routes("""
                               routes:
                                 - {topic: 'a/{device}/x', format: city-event}
                                 - {topic: '{any}/{device}/#', format: city-status, options: {zone: Asia/Jakarta}}
                                 - {topic: 'a/#', format: city-json}
                               """);

        assertThat(routes.match("a/d/x").orElseThrow().format()).isEqualTo("city-event");
        assertThat(routes.match("a/d/y").orElseThrow().format()).isEqualTo("city-status");
        assertThat(routes.match("a/d/y").orElseThrow().options()).containsEntry("zone", "Asia/Jakarta");
        assertThat(routes.match("a").orElseThrow().format()).isEqualTo("city-json");
        assertThat(routes.filters()).containsExactly("a/+/x", "+/+/#", "a/#");
    }

    @Test
    void aTopicOfAnotherShapeHasNoRoute() {
        Routes routes = Routes.standard();

        assertThat(routes.match("city/flood/TMA-BKS-01")).isEmpty();
        assertThat(routes.match("city/flood/TMA-BKS-01/telemetry/x")).isEmpty();
        assertThat(routes.match("$SYS/broker/uptime")).isEmpty();
        assertThat(routes.match("")).isEmpty();
    }

    @Test
    void aContentTypeOutranksTheTopicsFormat() {
        Routes routes = Routes.standard();
        String type = "application/vnd.city.telemetry+JSON; charset=utf-8";

        Route route = routes.match("city/flood/TMA-BKS-01/event", type).orElseThrow();
        assertThat(route.format()).isEqualTo("city-json");
        assertThat(route.deviceId()).isEqualTo("TMA-BKS-01");
        assertThat(routes.match("city/flood/TMA-BKS-01/event", "application/json").orElseThrow().format())
                .isEqualTo("city-event");
        assertThat(routes.match("anything", type).orElseThrow().deviceId()).isEmpty();
    }

    @Test
    void aBadTableSaysWhatIsWrong() {
        assertThatThrownBy(() -> routes("routes: [{topic: 'a/#/b', format: city-json}]"))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("a/#/b");
        assertThatThrownBy(() -> routes("routes: [{topic: a, format: morse}]"))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("morse");
    }
}
