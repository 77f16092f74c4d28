package id.siaga.ingest.decode;

import id.siaga.ingest.telemetry.Metric;
import id.siaga.ingest.telemetry.Reading;
import id.siaga.ingest.telemetry.Value;

/**
 * A DL-PR26 whose range is known.
 *
 * @param bar what the probe reads at the end of its range
 */
record DecentlabPressure(double bar) implements PayloadCodec {

    static final Metric METRIC = Metric.named("pressure");

    @Override
    public Frame decode(byte[] bytes, int port) {
        Frame frame = DecentlabCodec.PR26.decode(bytes, port);
        frame.readings().replaceAll(this::ranged);
        return frame;
    }

    private Reading ranged(Reading reading) {
        return reading.metric().equals(METRIC) && reading.value() instanceof Value.Quantity share
                ? Reading.of(METRIC, Value.of(share.value() * bar), 0)
                : reading;
    }
}
