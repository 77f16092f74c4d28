package id.siaga.ingest.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import id.siaga.ingest.telemetry.Kind;
import id.siaga.ingest.telemetry.Metric;
import id.siaga.ingest.telemetry.Reading;
import id.siaga.ingest.telemetry.Sample;
import id.siaga.ingest.telemetry.Value;

/** Computes the stage above the site datum from what a gauge measures and how it was mounted then. */
public final class Calibration {

    private static final Metric STAGE = Metric.named("water.stage");
    private static final Metric DISTANCE = Metric.named("water.distance");
    private static final Metric DEPTH = Metric.named("water.depth");

    private Calibration() {
    }

    /** The sample with {@code water.stage} added when the device is a gauge that did not report it itself. */
    public static Sample apply(Device device, Mounting mounting, Sample sample) {
        if (device.kind() != Kind.FLOOD || has(sample, STAGE)) {
            return sample;
        }
        return stage(mounting, sample).map(stage -> with(sample, stage)).orElse(sample);
    }

    private static Optional<Reading> stage(Mounting mounting, Sample sample) {
        Double mount = mounting.mountMm();
        Double zero = mounting.zeroMm();
        for (Reading reading : sample.readings()) {
            if (!reading.component().isEmpty() || !(reading.value() instanceof Value.Quantity measured)) {
                continue;
            }
            if (mount != null && reading.metric().equals(DISTANCE)) {
                return Optional.of(Reading.of(STAGE, Value.of(mount - measured.value()), reading.flags()));
            }
            if (zero != null && reading.metric().equals(DEPTH)) {
                return Optional.of(Reading.of(STAGE, Value.of(zero + measured.value()), reading.flags()));
            }
        }
        return Optional.empty();
    }

    private static boolean has(Sample sample, Metric metric) {
        for (Reading reading : sample.readings()) {
            if (reading.metric().equals(metric)) {
                return true;
            }
        }
        return false;
    }

    private static Sample with(Sample sample, Reading stage) {
        List<Reading> readings = new ArrayList<>(sample.readings());
        readings.add(stage);
        return new Sample(sample.observedAt(), sample.timeSource(), sample.flags(), readings, sample.position());
    }
}
