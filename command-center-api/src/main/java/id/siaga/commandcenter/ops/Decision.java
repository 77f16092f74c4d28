package id.siaga.commandcenter.ops;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/** What a rule decided, with the readings it decided on and the bytes they came in. */
public record Decision(String title, String change, String rule, String severity, String device, String value,
        Moment at, List<Reading> readings) {
    private static final Set<String> FRAME = Set.of("table", "device_id", "observed_at", "received_at", "time_source",
            "flags", "message_id", "topic", "format", "payload", "payload_sha256", "quality", "simulated");
    /** More bytes of one message than anybody reads; the rest is counted. */
    private static final int MOST_BYTES = 4_096;

    /**
     * One reading, and the message that brought it as text, or hexadecimal where it is none.
     *
     * @param sha256 of the message's bytes, empty where they are gone
     */
    public record Reading(Moment observed, String values, String quality, String topic, String format, String sha256,
            String payload) {

        static Reading of(JsonNode reading, Instant now) {
            return new Reading(Moment.of(Instant.parse(reading.path("observed_at").asText()), now), values(reading),
                    reading.path("quality").asText("—"), reading.path("topic").asText("—"),
                    reading.path("format").asText("—"), reading.path("payload_sha256").asText(""),
                    payload(reading.path("payload")));
        }

        /** Bytes in memory, base64 of them once they were sent. */
        private static String payload(JsonNode bytes) {
            return bytes.isBinary() || bytes.isTextual() ? legible(Base64.getDecoder().decode(bytes.asText())) : "";
        }

        private static String values(JsonNode reading) {
            return Measure.of(reading)
                    .map(measure -> "%s %s %s".formatted(measure.word(), ReadingChart.figure(measure.in(reading)),
                            measure.unit()))
                    .orElseGet(() -> reading.properties().stream().filter(each -> !FRAME.contains(each.getKey()))
                            .filter(each -> each.getValue().isValueNode() && !each.getValue().isNull())
                            .map(each -> each.getKey() + " " + each.getValue().asText()).collect(joining(" · ")));
        }

        private static String legible(byte[] payload) {
            ByteBuffer shown = ByteBuffer.wrap(payload, 0, Math.min(payload.length, MOST_BYTES));
            String rest = payload.length > MOST_BYTES ? " … %d byte".formatted(payload.length) : "";
            try {
                return StandardCharsets.UTF_8.newDecoder().decode(shown) + rest;
            } catch (CharacterCodingException binary) {
                return HexFormat.ofDelimiter(" ").formatHex(payload, 0, shown.limit()) + rest;
            }
        }
    }

    static Decision of(JsonNode event, Instant now) {
        String value = event.path("value").isNumber()
                ? ReadingChart.figure(event.path("value").doubleValue()) + " "
                        + event.path("unit").asText("").replace("/min", "/menit")
                : "";
        return new Decision(event.path("title").asText(), Words.entry(event.path("change").asText()),
                event.path("rule_id").asText(), Words.severity(event.path("severity").asText()),
                event.path("device_id").asText(), value, Moment.of(Instant.parse(event.path("at").asText()), now),
                StreamSupport.stream(event.path("readings").spliterator(), false).map(each -> Reading.of(each, now))
                        .toList());
    }
}
