package id.siaga.simulator.bench;

import java.util.List;

import org.HdrHistogram.Histogram;

/** The latencies of slices of one kind, apart and together. */
record Slices(List<Histogram> each) {

    Slices {
        each = List.copyOf(each);
    }

    /** Milliseconds below which so many percent of all slices' messages lie. */
    double millis(double percentile) {
        Histogram all = new Histogram(Load.LONGEST_NANOS, 3);
        each.forEach(all::add);
        return BenchReport.millis(all, percentile);
    }

    /** The same of each slice by itself: how far they differ is the noise of the measurement. */
    List<Double> millisOfEach(double percentile) {
        return each.stream().map(slice -> BenchReport.millis(slice, percentile)).toList();
    }
}
