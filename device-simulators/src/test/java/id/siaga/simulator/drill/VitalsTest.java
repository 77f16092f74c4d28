package id.siaga.simulator.drill;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VitalsTest {

    @Test
    void readsThePrometheusText() {
        String text = """
                      # TYPE jvm_memory_used_bytes gauge
                      jvm_memory_used_bytes{area="heap",id="G1 Eden Space"} 2.097152E7
                      jvm_memory_used_bytes{area="heap",id="G1 Old Gen"} 1.048576E7
                      jvm_memory_used_bytes{area="nonheap",id="Metaspace"} 9.9E7
                      jvm_gc_pause_seconds_count{action="end of minor GC",cause="G1 Evacuation Pause"} 3
                      jvm_gc_pause_seconds_count{action="end of minor GC",cause="Metadata GC Threshold"} 1
                      jvm_gc_pause_seconds_sum{action="end of minor GC",cause="G1 Evacuation Pause"} 0.05
                      siaga_lane_queue_depth{lane="0"} 16384.0
                      siaga_lane_queue_depth{lane="1"} 12.0
                      """;
        assertThat(Vitals.sample(text, 7)).isEqualTo(new Vitals.Sample(7, 4, 30, 16_396));
    }
}
