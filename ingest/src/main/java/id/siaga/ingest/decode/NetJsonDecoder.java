package id.siaga.ingest.decode;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import id.siaga.ingest.telemetry.Clocks;
import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Sample;

/**
 * NetJSON DeviceMonitoring as OpenWISP's agent writes it (netjson.org). What the agent sent late says when it was
 * measured: user property {@code time} (as the agent's query parameter, UTC) or member {@code ts} (milliseconds since
 * 1970). Of the people on the network only their number is read and kept.
 */
final class NetJsonDecoder implements Decoder {

    private static final DateTimeFormatter AGENT = new DateTimeFormatterBuilder().appendPattern("dd-MM-uuuu_HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true).toFormatter();
    private static final long LATEST_S = 253_402_300_799L;

    @Override
    public Decoded decode(Message message, Route route) {
        try {
            JsonNode root = Json.object(message.payload(), Json.DOCUMENT_LIMIT);
            if (!Json.text(root.get("type")).orElse("").equals("DeviceMonitoring")) {
                throw Refused.shape("type is not DeviceMonitoring");
            }
            String device = City.device(route);
            ObjectNode kept = NetJsonPrivacy.strip(root);
            Instant told = told(message, root);
            if (told != null) {
                kept.put("ts", told.toEpochMilli());
            }
            return report(message, device, kept).keeping(Json.bytes(kept));
        } catch (Refused refused) {
            return refused.rejected();
        }
    }

    @Override
    public boolean personal() {
        return true;
    }

    /** Nothing is read but what is kept: evidence and readings cannot differ. */
    private static Decoded.Report report(Message message, String device, JsonNode kept) {
        Instant told = seconds(kept.path("ts").asLong() / 1000.0);
        Instant own = seconds(kept.path("general").path("local_time").asDouble());
        Clocks clocks = Clocks.choose(message, told == null ? own : told, null, null);
        DistinctReadings readings = new DistinctReadings();
        readings.addAll(NetJsonDevice.readings(kept));
        readings.addAll(NetJsonInterfaces.readings(kept.path("interfaces")));
        List<Sample> samples = readings.isEmpty()
                ? List.of()
                : List.of(new Sample(clocks.observedAt(), clocks.source(),
                        clocks.flags() | City.simulated(message), readings.list(), null));
        return new Decoded.Report(device, null, null, samples, List.of(), null)
                .telling(about(kept.path("general")));
    }

    private static Map<String, String> about(JsonNode general) {
        return new About().add(About.FIRMWARE, general.get("firmware")).add(About.HARDWARE, general.get("hardware"))
                .add(About.MODEL, general.get("model")).facts();
    }

    private static @Nullable Instant told(Message message, JsonNode root) throws Refused {
        String property = message.userProperties().get("time");
        if (property != null) {
            try {
                return LocalDateTime.parse(property, AGENT).toInstant(ZoneOffset.UTC);
            } catch (DateTimeParseException e) {
                throw Refused.shape("user property time is not dd-mm-YYYY_HH:MM:SS");
            }
        }
        Long ts = Json.whole(root, "ts");
        return ts == null ? null : seconds(ts / 1000.0);
    }

    private static @Nullable Instant seconds(double seconds) {
        return seconds > 0 && seconds <= LATEST_S ? Instant.ofEpochMilli(Math.round(seconds * 1000)) : null;
    }
}
