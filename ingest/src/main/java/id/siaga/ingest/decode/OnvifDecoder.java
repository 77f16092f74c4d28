package id.siaga.ingest.decode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

import com.fasterxml.jackson.databind.JsonNode;

import id.siaga.ingest.telemetry.Clocks;
import id.siaga.ingest.telemetry.DeviceEvent;
import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Sample;
import id.siaga.ingest.telemetry.TimeSource;

/**
 * Cameras and door controllers that publish ONVIF events ({@code PREFIX/onvif-ej/TOPIC/&SOURCE}) and metadata
 * ({@code PREFIX/onvif-mj/…}); Core and Analytics specifications, "MQTT". Properties are retained: a retained one is a
 * state, an empty one has been deleted. What the camera recognized and whose card was read go no further.
 */
final class OnvifDecoder implements Decoder {

    private static final double S_PER_MS = 0.001;
    private static final Keep EVENT = KeptMembers.none().texts("UtcTime").with("Source", CameraSource.KEPT)
            .with("Data", KeptMembers.none().numbers("Failed", "Critical", "Value", "PercentageRemainingCapacity")
                    .words("State", "Status", "Reason"));
    private static final Keep METADATA = KeptMembers.none()
            .with("SensorData", KeptMembers.none().texts("@UtcTime", "@SensorID").numbers("Value"));

    @Override
    public Decoded decode(Message message, Route route) {
        try {
            OnvifTopic topic = OnvifTopic.of(message.topic());
            String device = route.deviceId().isEmpty() ? topic.prefix() : route.deviceId();
            if (message.payload().length == 0) {
                return new Decoded.Ignored("a property was deleted");
            }
            JsonNode root = Json.object(message.payload(), Json.DOCUMENT_LIMIT);
            return topic.metadata()
                    ? metadata(message, device, topic, METADATA.of(root))
                    : event(message, device, topic, EVENT.of(root));
        } catch (Refused refused) {
            return refused.rejected();
        }
    }

    @Override
    public boolean personal() {
        return true;
    }

    private static Decoded event(Message message, String device, OnvifTopic topic, JsonNode root) throws Refused {
        if (!root.has("UtcTime") && !root.path("Source").isObject() && !root.path("Data").isObject()) {
            throw Refused.shape("none of UtcTime, Source, Data: not an ONVIF event");
        }
        OnvifEvent event = new OnvifEvent(topic, Members.of(root, "Source"), Members.of(root, "Data"),
                OnvifTime.of(root, "UtcTime"), message);
        Gathered readings = OnvifState.readings(event);
        List<DeviceEvent> happened = OnvifHappening.of(event);
        if (readings.isEmpty() && happened.isEmpty()) {
            return new Decoded.Ignored("not about health, doors or access");
        }
        return new Decoded.Report(device, null, null, samples(event, readings), happened, null, Json.bytes(root));
    }

    private static List<Sample> samples(OnvifEvent event, Gathered readings) {
        List<Sample> samples = new ArrayList<>();
        offset(event, samples);
        if (!readings.isEmpty()) {
            Clocks clocks = event.clocks();
            samples.add(new Sample(clocks.observedAt(), clocks.source(), clocks.flags(), readings.list(), null));
        }
        return samples;
    }

    /** How far the camera's clock is off, by ours: a sample of its own, for properties share one UtcTime. */
    private static void offset(OnvifEvent event, List<Sample> samples) {
        Message message = event.message();
        if (event.utc() != null && !message.retained()) {
            double offset = Duration.between(message.receivedAt(), event.utc()).toMillis() * S_PER_MS;
            samples.add(new Sample(Clocks.choose(message, null, null, null).observedAt(), TimeSource.BROKER, 0,
                    new Gathered().number("clock.offset", OptionalDouble.of(offset)).list(), null));
        }
    }

    private static Decoded metadata(Message message, String device, OnvifTopic topic, JsonNode root) throws Refused {
        if (!topic.first().equals("SensorData")) {
            return new Decoded.Ignored("what a picture shows is not about health");
        }
        JsonNode sensor = root.path("SensorData");
        Gathered readings = OnvifState.sensor(topic.level(1), new Members(sensor));
        if (readings.isEmpty()) {
            throw Refused.shape("SensorData.Value is missing, or of a sensor nobody knows");
        }
        Clocks clocks = Clocks.choose(message, OnvifTime.of(sensor, "@UtcTime"), null, null);
        Sample sample = new Sample(clocks.observedAt(), clocks.source(), clocks.flags(), readings.list(), null);
        return new Decoded.Report(device, null, null, List.of(sample), List.of(), null, Json.bytes(root));
    }
}
