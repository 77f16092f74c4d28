package id.siaga.ingest.telemetry;

/**
 * One value of one metric.
 *
 * @param component the sub-part it belongs to (interface, mount, second channel); empty for the device itself
 * @param flags bits of {@link Flag} that concern this value only
 */
public record Reading(Metric metric, String component, Value value, int flags) {

    /** A reading of the device itself, flagged {@code OUT_OF_RANGE} when the metric cannot have this value. */
    public static Reading of(Metric metric, Value value, int flags) {
        return of(metric, "", value, flags);
    }

    public static Reading of(Metric metric, String component, Value value, int flags) {
        boolean impossible = value instanceof Value.Quantity quantity && !metric.plausible(quantity.value());
        return new Reading(metric, component, value, impossible ? flags | Flag.OUT_OF_RANGE.bit() : flags);
    }

    public Quality quality() {
        return Quality.of(flags);
    }
}
