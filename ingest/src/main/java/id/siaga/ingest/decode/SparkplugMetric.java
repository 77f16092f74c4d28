package id.siaga.ingest.decode;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

import id.siaga.ingest.telemetry.Flag;

/**
 * One metric of a payload.
 *
 * @param name absent in data messages that use aliases
 * @param datatype 1 Int8 … 34, or 0 when it is left to the birth
 * @param properties what the sender says about quality and unit
 * @param value empty when null, absent or of a type that is no measurement
 */
record SparkplugMetric(@Nullable String name, @Nullable Long alias, @Nullable Long timestamp, int datatype,
        boolean historical, SparkplugProperties properties, Optional<SparkplugValue> value) {

    private static final int NAME_BYTES = 256;
    private static final int WORD_BYTES = 4096;

    static SparkplugMetric parse(Wire wire) throws Refused {
        Draft draft = new Draft();
        while (wire.next()) {
            draft.take(wire);
        }
        return draft.metric();
    }

    /** The same value at another time; an older one is then a snapshot. */
    SparkplugMetric at(long millis) {
        boolean older = timestamp != null && timestamp < millis;
        return new SparkplugMetric(name, alias, millis, datatype, historical,
                older ? properties.with(Flag.RETAINED) : properties, value);
    }

    /** The fields as they come; a later one of the same number wins. */
    private static final class Draft {

        private @Nullable String name;
        private @Nullable Long alias;
        private @Nullable Long timestamp;
        private int datatype;
        private boolean historical;
        private boolean absent;
        private SparkplugProperties properties = SparkplugProperties.NONE;
        private @Nullable SparkplugValue value;

        void take(Wire wire) throws Refused {
            switch (wire.field()) {
                case 1 -> name = wire.text(NAME_BYTES);
                case 2 -> alias = wire.varint();
                case 3 -> timestamp = wire.varint();
                case 4 -> datatype = (int) Math.min(wire.varint() & Integer.MAX_VALUE, Byte.MAX_VALUE);
                case 5 -> historical = wire.varint() != 0;
                case 7 -> absent = wire.varint() != 0;
                case 9 -> properties = SparkplugProperties.parse(wire.message());
                default -> value(wire);
            }
        }

        private void value(Wire wire) throws Refused {
            switch (wire.field()) {
                case 10, 11 -> value = new SparkplugValue.Whole(wire.varint());
                // By its shortest decimal: 12.3 as a float is not the double 12.300000190734863.
                case 12 -> value = new SparkplugValue.Real(Double.parseDouble(Float.toString(wire.fixed32())));
                case 13 -> value = new SparkplugValue.Real(wire.fixed64());
                case 14 -> value = new SparkplugValue.Truth(wire.varint() != 0);
                case 15 -> value = new SparkplugValue.Text(Members.brief(wire.text(WORD_BYTES)));
                default -> wire.skip();
            }
        }

        SparkplugMetric metric() {
            return new SparkplugMetric(name, alias, timestamp, datatype, historical, properties,
                    absent ? Optional.empty() : Optional.ofNullable(value));
        }
    }
}
