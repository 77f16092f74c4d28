package id.siaga.ingest.decode;

import java.util.Map;
import java.util.Optional;

import id.siaga.ingest.telemetry.Flag;
import id.siaga.ingest.telemetry.Metric;
import id.siaga.ingest.telemetry.Reading;
import id.siaga.ingest.telemetry.Value;

/**
 * What a metric is called here. Sites name theirs freely ({@code Pompa 1/Jalan}); an option of the route with that name
 * says which metric it is, {@code pump.running}, and of which part, {@code pump.running@P1}. Without one it keeps its
 * own name. The node's controls and what its maker wrote into it are no measurements.
 */
final class SparkplugNames {

    /** A metric and the part of the device it belongs to. */
    record Canonical(Metric metric, String component) {

        /** The value in the metric's unit; a unit that cannot be converted to it is doubted, not guessed. */
        Reading reading(Value value, String unit, int flags) {
            if (!(value instanceof Value.Quantity quantity) || unit.isEmpty() || !metric.catalogued()) {
                return Reading.of(metric, component, value, flags);
            }
            var converted = Units.convert(quantity.value(), unit, metric.unit());
            return converted.isPresent()
                    ? Reading.of(metric, component, Value.of(converted.getAsDouble()), flags)
                    : Reading.of(metric, component, value, flags | Flag.UNIT_ASSUMED.bit());
        }
    }

    private SparkplugNames() {
    }

    static Optional<Canonical> canonical(String name, Map<String, String> options) {
        String ours = options.get(name);
        if (ours != null) {
            int at = ours.indexOf('@');
            return Optional.of(at < 0
                    ? new Canonical(Metric.named(ours), "")
                    : new Canonical(Metric.named(ours.substring(0, at)), ours.substring(at + 1)));
        }
        return own(name) ? Optional.of(new Canonical(Metric.named(name), "")) : Optional.empty();
    }

    private static boolean own(String name) {
        return !name.isBlank() && !name.equals("bdSeq") && !name.startsWith("Node Control/")
                && !name.startsWith("Device Control/") && !name.startsWith("Properties/");
    }
}
