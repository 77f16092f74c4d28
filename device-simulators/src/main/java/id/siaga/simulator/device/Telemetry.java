package id.siaga.simulator.device;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;

/** One telemetry payload being filled in; metrics keep the order in which they were given. */
public final class Telemetry {

    private static final String FIRMWARE = "sim-1.0.0";

    private final ObjectNode root = JsonNodeFactory.instance.objectNode();
    private final ObjectNode metrics = JsonNodeFactory.instance.objectNode();

    Telemetry(String id, long timestampMillis, long seq) {
        root.put("v", 1).put("id", id).put("ts", timestampMillis).put("seq", seq);
        root.set("m", metrics);
        root.putArray("q").add("SIMULATED");
        root.put("fw", FIRMWARE);
    }

    Telemetry number(String metric, double value) {
        metrics.put(metric, rounded(value, 1000));
        return this;
    }

    Telemetry whole(String metric, long value) {
        metrics.put(metric, value);
        return this;
    }

    Telemetry flag(String metric, boolean value) {
        metrics.put(metric, value);
        return this;
    }

    Telemetry word(String metric, String value) {
        metrics.put(metric, value);
        return this;
    }

    Telemetry component(String component, String metric, long value) {
        root.withObjectProperty("c").withObjectProperty(component).put(metric, value);
        return this;
    }

    Telemetry position(Place place, double altitudeM, double accuracyM) {
        root.putArray("pos").add(rounded(place.lat(), 1e6)).add(rounded(place.lng(), 1e6)).add(rounded(altitudeM, 10))
                .add(rounded(accuracyM, 10));
        return this;
    }

    byte[] bytes() {
        return root.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static double rounded(double value, double parts) {
        return Math.round(value * parts) / parts;
    }
}
