package id.siaga.ingest.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import id.siaga.ingest.telemetry.Reject;

/**
 * A Sparkplug B payload (Sparkplug 3.0, §6.4; fields as in {@code sparkplug_b.proto}).
 *
 * @param timestamp epoch ms of the sending
 * @param seq 0 to 255, one more with each message of the edge node; absent in NDEATH
 */
record SparkplugPayload(@Nullable Long timestamp, @Nullable Long seq, List<SparkplugMetric> metrics) {

    private static final int METRICS = 5_000;

    static SparkplugPayload parse(byte[] bytes) throws Refused {
        if (bytes.length > Json.DOCUMENT_LIMIT) {
            throw new Refused(Reject.TOO_LARGE, bytes.length + " bytes, at most " + Json.DOCUMENT_LIMIT);
        }
        Long timestamp = null;
        Long seq = null;
        List<SparkplugMetric> metrics = new ArrayList<>();
        Wire wire = Wire.of(bytes);
        while (wire.next()) {
            switch (wire.field()) {
                case 1 -> timestamp = wire.varint();
                case 2 -> metrics.add(SparkplugMetric.parse(wire.message()));
                case 3 -> seq = wire.varint();
                default -> wire.skip();
            }
            if (metrics.size() > METRICS) {
                throw new Refused(Reject.TOO_MANY_SAMPLES, "more than " + METRICS + " metrics");
            }
        }
        return new SparkplugPayload(timestamp, seq, metrics);
    }

    /** The number of the connection, by which a death is matched to its birth. */
    Optional<Long> bdSeq() {
        return metrics.stream().filter(metric -> "bdSeq".equals(metric.name()))
                .map(SparkplugMetric::value).flatMap(Optional::stream)
                .flatMap(value -> value instanceof SparkplugValue.Whole whole
                        ? Stream.of(whole.bits())
                        : Stream.empty())
                .findFirst();
    }
}
