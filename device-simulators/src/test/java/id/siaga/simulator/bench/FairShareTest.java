package id.siaga.simulator.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.InstanceOfAssertFactories.DOUBLE;

import java.time.Duration;
import java.util.List;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class FairShareTest {

    @Test
    void comparesSlicesWithAndWithoutTheFlood() {
        Slices quiet = new Slices(List.of(slice(1, 10), slice(1, 30)));
        Slices beside = new Slices(List.of(slice(2, 20), slice(2, 33)));
        FairShare found = FairShare.of(quiet, beside, new Flood.Fate(10_000, 300, 7), Duration.ofSeconds(10));
        assertThat(found.publishToAckP50Ms()).isEqualTo(1);
        assertThat(found.neighbourAckP50Ms()).isEqualTo(2);
        assertThat(found.neighbourP50Ratio()).isEqualTo(2);
        assertThat(found.quietSlicesP99Ms()).hasSize(2).first().asInstanceOf(DOUBLE).isCloseTo(10, within(0.1));
        assertThat(found.neighbourSlicesP99Ms()).hasSize(2).last().asInstanceOf(DOUBLE).isCloseTo(33, within(0.1));
        assertThat(found.publishToAckP99Ms()).as("of all messages together, not of the slices").isCloseTo(30,
                within(0.1));
        assertThat(found.neighbourP99Ratio()).isEqualTo(1.1);
        assertThat(found.floodPerS()).isEqualTo(30);
    }

    /** Ninety messages at one latency, ten at another; milliseconds. */
    private static Histogram slice(int most, int rest) {
        Histogram slice = new Histogram(Load.LONGEST_NANOS, 5);
        slice.recordValueWithCount(most * 1_000_000L, 90);
        slice.recordValueWithCount(rest * 1_000_000L, 10);
        return slice;
    }
}
