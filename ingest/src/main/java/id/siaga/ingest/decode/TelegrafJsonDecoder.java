package id.siaga.ingest.decode;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.JsonNode;

import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Reject;
import id.siaga.ingest.telemetry.Value;

/**
 * Telegraf's JSON: one metric, {@code {"metrics":[…]}}, or a bare array of metrics. The unit of {@code timestamp} is
 * Telegraf's {@code json_timestamp_units}: route option {@code precision}, {@code s} unless told.
 */
final class TelegrafJsonDecoder implements Decoder {

    private static final int FIELDS = 200;

    @Override
    public Decoded decode(Message message, Route route) {
        try {
            return read(message, route);
        } catch (Refused refused) {
            return refused.rejected();
        }
    }

    static Decoded read(Message message, Route route) throws Refused {
        JsonNode root = Json.tree(message.payload(), Json.DOCUMENT_LIMIT);
        JsonNode batch = root.isArray() ? root : root.path("metrics");
        if (root.isObject() && root.has("metrics") && !batch.isArray()) {
            throw Refused.shape("metrics is not an array");
        }
        List<JsonNode> metrics = batch.isArray() ? batch.valueStream().toList() : List.of(root);
        if (metrics.size() > LineProtocol.POINTS) {
            throw new Refused(Reject.TOO_MANY_SAMPLES,
                    metrics.size() + " metrics, at most " + LineProtocol.POINTS);
        }
        Epoch epoch = Epoch.of(route, "s");
        List<Point> points = new ArrayList<>(metrics.size());
        for (JsonNode metric : metrics) {
            points.add(point(metric, epoch));
        }
        return points.isEmpty()
                ? new Decoded.Ignored("no metric in it")
                : new TelegrafReports(message, route, "{\"metrics\":[", ",", "]}").decoded(points);
    }

    private static Point point(JsonNode came, Epoch epoch) throws Refused {
        JsonNode metric = Privacy.without(came);
        String name = Json.text(metric.get("name")).filter(text -> !text.isBlank())
                .orElseThrow(() -> Refused.shape("name is not text"));
        JsonNode fields = metric.path("fields");
        if (!fields.isObject() || came.path("fields").isEmpty() || fields.size() > FIELDS) {
            throw Refused.shape("fields is not an object of 1 to " + FIELDS);
        }
        JsonNode tags = metric.path("tags");
        if (!tags.isObject() && !tags.isMissingNode() && !tags.isNull()) {
            throw Refused.shape("tags is not an object");
        }
        return new Point(name, texts(tags), values(fields), time(metric.get("timestamp"), epoch), metric.toString(),
                metric.equals(came));
    }

    private static @Nullable Instant time(@Nullable JsonNode timestamp, Epoch epoch) throws Refused {
        return timestamp == null || timestamp.isNull() ? null : epoch.instant(timestamp, "timestamp");
    }

    private static Map<String, String> texts(JsonNode tags) {
        Map<String, String> texts = new LinkedHashMap<>();
        tags.properties().stream().limit(FIELDS).filter(tag -> tag.getValue().isValueNode())
                .forEach(tag -> texts.put(tag.getKey(), tag.getValue().asText()));
        return texts;
    }

    private static Map<String, Value> values(JsonNode fields) {
        Map<String, Value> values = new LinkedHashMap<>();
        fields.properties()
                .forEach(field -> value(field.getValue()).ifPresent(value -> values.put(field.getKey(), value)));
        return values;
    }

    private static Optional<Value> value(JsonNode value) {
        if (value.isBoolean()) {
            return Optional.of(Value.of(value.booleanValue()));
        }
        if (value.isNumber()) {
            return Double.isFinite(value.doubleValue()) ? Optional.of(Value.of(value.doubleValue())) : Optional.empty();
        }
        return value.isTextual() ? Optional.of(Value.of(value.textValue())) : Optional.empty();
    }
}
