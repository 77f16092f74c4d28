package id.siaga.ingest.decode;

import java.util.Map;
import java.util.OptionalDouble;

/** What senders write for units, and how each becomes the canonical unit of a metric: {@code value × factor + offset}. */
final class Units {

    private record Scale(String canonical, double factor, double offset) {
    }

    private static final Map<String, Scale> SCALES = Map.ofEntries(
            scale("mm", "mm", 1), scale("cm", "mm", 10), scale("dm", "mm", 100), scale("inch", "mm", 25.4),
            scale("m", "m", 1), scale("km", "m", 1000), scale("ft", "m", 0.3048),
            scale("m/s", "m/s", 1), scale("km/h", "m/s", 1 / 3.6), scale("kn", "m/s", 0.514444),
            scale("[kn_i]", "m/s", 0.514444), scale("knots", "m/s", 0.514444), scale("mph", "m/s", 0.44704),
            scale("Cel", "Cel", 1), scale("C", "Cel", 1), scale("°C", "Cel", 1),
            Map.entry("K", new Scale("Cel", 1, -273.15)), Map.entry("°F", new Scale("Cel", 5 / 9.0, -160 / 9.0)),
            Map.entry("F", new Scale("Cel", 5 / 9.0, -160 / 9.0)),
            scale("hPa", "hPa", 1), scale("mbar", "hPa", 1), scale("kPa", "hPa", 10), scale("Pa", "hPa", 0.01),
            scale("bar", "bar", 1), scale("MPa", "bar", 10), scale("psi", "bar", 0.0689476),
            scale("V", "V", 1), scale("mV", "V", 0.001),
            scale("s", "s", 1), scale("min", "s", 60), scale("h", "s", 3600), scale("ms", "ms", 1),
            scale("%", "%", 1), scale("%RH", "%", 1), scale("deg", "deg", 1), scale("°", "deg", 1),
            scale("By", "By", 1), scale("B", "By", 1), scale("KiB", "By", 1024), scale("KiBy", "By", 1024),
            scale("MiB", "By", 1 << 20), scale("MiBy", "By", 1 << 20), scale("GiB", "By", 1 << 30),
            scale("bit/s", "bit/s", 1), scale("kbit/s", "bit/s", 1e3), scale("Mbit/s", "bit/s", 1e6),
            scale("dBm", "{dBm}", 1), scale("{dBm}", "{dBm}", 1), scale("dB", "dB", 1),
            scale("mm/h", "mm/h", 1), scale("m3/s", "m3/s", 1), scale("m³/s", "m3/s", 1),
            scale("m3/h", "m3/s", 1 / 3600.0),
            scale("m³/h", "m3/s", 1 / 3600.0), scale("L/min", "m3/s", 1 / 60000.0), scale("L/s", "m3/s", 0.001),
            scale("lx", "lx", 1), scale("lux", "lx", 1), scale("uS/cm", "uS/cm", 1), scale("µS/cm", "uS/cm", 1),
            scale("S/m", "uS/cm", 1e4), scale("%EL", "%", 1), scale("lat", "deg", 1), scale("lon", "deg", 1),
            scale("count", "{count}", 1), Map.entry("dBW", new Scale("{dBm}", 1, 30)), scale("W", "W", 1),
            scale("Hz", "Hz", 1),
            scale("l/s", "m3/s", 0.001));

    /** Units that serve two canonical ones, by the pair: a length may be a depth, a time may be a latency. */
    private static final Map<String, Scale> PAIRS = Map.ofEntries(
            pair("m", "mm", 1000), pair("km", "mm", 1e6), pair("ft", "mm", 304.8), pair("mm", "m", 0.001),
            pair("cm", "m", 0.01), pair("s", "ms", 1000), pair("ms", "s", 0.001), pair("kPa", "bar", 0.01),
            pair("bar", "hPa", 1000), pair("Pa", "bar", 1e-5), pair("hPa", "bar", 1e-3), pair("/", "%", 100),
            pair("m/s", "mm/h", 3.6e6));

    private Units() {
    }

    /** {@code value} in the canonical unit, or empty when the table knows no way from {@code unit} there. */
    static OptionalDouble convert(double value, String unit, String canonical) {
        if (unit.equals(canonical)) {
            return OptionalDouble.of(value);
        }
        Scale scale = PAIRS.getOrDefault(unit + ">" + canonical, SCALES.get(unit));
        return scale == null || !scale.canonical().equals(canonical)
                ? OptionalDouble.empty()
                : OptionalDouble.of(value * scale.factor() + scale.offset());
    }

    private static Map.Entry<String, Scale> pair(String unit, String canonical, double factor) {
        return Map.entry(unit + ">" + canonical, new Scale(canonical, factor, 0));
    }

    private static Map.Entry<String, Scale> scale(String unit, String canonical, double factor) {
        return Map.entry(unit, new Scale(canonical, factor, 0));
    }
}
