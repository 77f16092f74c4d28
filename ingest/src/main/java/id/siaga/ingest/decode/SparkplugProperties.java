package id.siaga.ingest.decode;

import java.util.ArrayList;
import java.util.List;

import id.siaga.ingest.telemetry.Flag;

/**
 * What a metric's property set says of interest.
 *
 * @param flags from {@code Quality}: 192 good, 0 bad, 500 stale
 * @param unit from {@code engUnit}, or empty
 */
record SparkplugProperties(int flags, String unit) {

    static final SparkplugProperties NONE = new SparkplugProperties(0, "");
    private static final int MOST = 64;
    static final int TEXT_BYTES = 4096;
    private static final long BAD = 0;
    private static final long STALE = 500;

    private record Value(long number, String text) {
    }

    SparkplugProperties with(Flag flag) {
        return new SparkplugProperties(flags | flag.bit(), unit);
    }

    /** Keys and values are two lists, matched by place. */
    static SparkplugProperties parse(Wire wire) throws Refused {
        List<String> keys = new ArrayList<>();
        List<Value> values = new ArrayList<>();
        while (wire.next()) {
            switch (wire.field()) {
                case 1 -> keys.add(wire.text(TEXT_BYTES));
                case 2 -> values.add(value(wire.message()));
                default -> wire.skip();
            }
            if (keys.size() > MOST || values.size() > MOST) {
                throw Refused.shape("more than " + MOST + " properties of one metric");
            }
        }
        return of(keys, values);
    }

    private static SparkplugProperties of(List<String> keys, List<Value> values) {
        int flags = 0;
        String unit = "";
        for (int i = 0; i < Math.min(keys.size(), values.size()); i++) {
            switch (keys.get(i)) {
                case "Quality" -> flags = flags(values.get(i).number());
                case "engUnit" -> unit = Members.brief(values.get(i).text());
                default -> {
                }
            }
        }
        return new SparkplugProperties(flags, unit);
    }

    private static int flags(long quality) {
        if (quality == BAD) {
            return Flag.SENTINEL.bit();
        }
        return quality == STALE ? Flag.STALE.bit() : 0;
    }

    private static Value value(Wire wire) throws Refused {
        long number = -1;
        String text = "";
        while (wire.next()) {
            switch (wire.field()) {
                case 3, 4 -> number = wire.varint();
                case 8 -> text = wire.text(TEXT_BYTES);
                default -> wire.skip();
            }
        }
        return new Value(number, text);
    }
}
