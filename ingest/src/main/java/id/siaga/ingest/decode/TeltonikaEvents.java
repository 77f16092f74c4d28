package id.siaga.ingest.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

import id.siaga.ingest.telemetry.DeviceEvent;
import id.siaga.ingest.telemetry.Flag;
import id.siaga.ingest.telemetry.Sample;

/** What a record was written for. Trips, being everyday, are not among it. */
record TeltonikaEvents(Members reported) {

    private static final int PANIC_PRIORITY = 2;
    private static final String HARSH_DRIVING = "253";
    private static final Map<String, String> TYPES = new TreeMap<>(Map.of("246", "vehicle.towing", "247",
            "vehicle.crash", "249", "vehicle.jamming", "252", "vehicle.unplugged", HARSH_DRIVING,
            "vehicle.harsh_driving", "255", "vehicle.overspeed"));

    private static final Map<String, String> ALARMS = new TreeMap<>(Map.of("247", "crash", "249", "jamming", "252",
            "power_cut"));

    /** By its {@code evt}; in a record without one, whatever stands there. */
    List<DeviceEvent> of(Sample sample) {
        List<DeviceEvent> events = new ArrayList<>();
        TYPES.forEach((parameter, type) -> {
            if (caused(parameter)) {
                events.add(event(type, sample, attributes(parameter)));
            }
        });
        if (panic()) {
            events.add(event("vehicle.panic", sample, Map.of()));
        }
        return events;
    }

    /** The gravest of what happened, in the words that rules know. */
    Optional<String> alarm() {
        return panic()
                ? Optional.of("panic")
                : ALARMS.entrySet().stream().filter(each -> caused(each.getKey())).map(Map.Entry::getValue).findFirst();
    }

    /** The highest priority is the button. */
    boolean panic() {
        return reported.number("pr").orElse(0) == PANIC_PRIORITY;
    }

    private static DeviceEvent event(String type, Sample sample, Map<String, String> attributes) {
        return new DeviceEvent(type, sample.observedAt(), sample.timeSource(),
                sample.flags() | Flag.DEVICE_ALARM.bit(), attributes);
    }

    private boolean caused(String parameter) {
        OptionalDouble cause = reported.number("evt");
        boolean named = cause.isEmpty() || cause.getAsDouble() == Integer.parseInt(parameter);
        return named && reported.positive(parameter).isPresent();
    }

    private Map<String, String> attributes(String parameter) {
        Map<String, String> attributes = new TreeMap<>();
        attributes.put("value", Members.brief(reported.object().path(parameter).asText()));
        if (parameter.equals(HARSH_DRIVING)) {
            reported.number("254").ifPresent(strength -> attributes.put("strength", Double.toString(strength)));
        }
        return attributes;
    }
}
