package id.siaga.ingest.decode;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A Sparkplug payload again, with the fields that are read ({@link SparkplugPayload}, {@link SparkplugMetric},
 * {@link SparkplugProperties}) and without metrics that speak of people.
 */
final class SparkplugKept {

    private static final int METRIC = 2;
    private static final int PROPERTIES = 9;
    private static final int LENGTH_DELIMITED = 2;
    private static final Set<String> READ_PROPERTIES = Set.of("Quality", "engUnit");
    private static final Set<Integer> READ_OF_METRIC = Set.of(1, 2, 3, 4, 5, 7, 10, 11, 12, 13, 14, 15);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private SparkplugKept() {
    }

    /**
     * @param payload has been parsed into {@code metrics}
     * @param open whether a metric speaks of nobody
     */
    static byte[] of(byte[] payload, List<SparkplugMetric> metrics, Predicate<SparkplugMetric> open) throws Refused {
        SparkplugKept kept = new SparkplugKept();
        Iterator<SparkplugMetric> parsed = metrics.iterator();
        Wire wire = Wire.of(payload);
        while (wire.next()) {
            switch (wire.field()) {
                case 1, 3 -> kept.out.writeBytes(wire.whole());
                case METRIC -> {
                    if (open.test(parsed.next())) {
                        kept.message(METRIC, metric(wire.message()));
                    } else {
                        wire.skip();
                    }
                }
                default -> wire.skip();
            }
        }
        return kept.out.toByteArray();
    }

    private static byte[] metric(Wire wire) throws Refused {
        SparkplugKept kept = new SparkplugKept();
        while (wire.next()) {
            if (READ_OF_METRIC.contains(wire.field())) {
                kept.out.writeBytes(wire.whole());
            } else if (wire.field() == PROPERTIES) {
                kept.message(PROPERTIES, properties(wire.message()));
            } else {
                wire.skip();
            }
        }
        return kept.out.toByteArray();
    }

    private static byte[] properties(Wire wire) throws Refused {
        List<String> keys = new ArrayList<>();
        List<byte[]> values = new ArrayList<>();
        while (wire.next()) {
            switch (wire.field()) {
                case 1 -> keys.add(wire.text(SparkplugProperties.TEXT_BYTES));
                case 2 -> values.add(wire.whole());
                default -> wire.skip();
            }
        }
        SparkplugKept kept = new SparkplugKept();
        for (int i = 0; i < Math.min(keys.size(), values.size()); i++) {
            if (READ_PROPERTIES.contains(keys.get(i))) {
                kept.message(1, keys.get(i).getBytes(StandardCharsets.UTF_8));
                kept.out.writeBytes(values.get(i));
            }
        }
        return kept.out.toByteArray();
    }

    private void message(int field, byte[] message) {
        varint((field << 3) | LENGTH_DELIMITED);
        varint(message.length);
        out.writeBytes(message);
    }

    private void varint(int value) {
        int rest = value;
        for (; rest >>> 7 != 0; rest >>>= 7) {
            out.write((rest & 0x7F) | 0x80);
        }
        out.write(rest);
    }
}
