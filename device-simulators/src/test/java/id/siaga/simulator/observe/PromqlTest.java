package id.siaga.simulator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PromqlTest {

    @Test
    void namesAreThoseOfMetricsLabelsAndGroups() {
        Promql names = Promql
                .of("""
                    sum by (kind, format) (rate(siaga_messages_total{outcome="stored", kind!="gps"}[5m])) > 1e3
                    and on (job) max without(instance)(siaga:x:p99_5m offset 5m) unless up{job=~"siaga.*"} == 0
                    or histogram_quantile(0.99, sum(rate(b_bucket[$__rate_interval])) by (le))""");
        assertThat(names.metrics()).isEqualTo(Map.of("siaga_messages_total", Map.of("outcome", "stored", "kind", ""),
                "siaga:x:p99_5m", Map.of(), "up", Map.of("job", ""), "b_bucket", Map.of()));
        assertThat(names.grouping()).containsExactlyInAnyOrder("kind", "format", "job", "instance", "le");
    }
}
