package id.siaga.ingest.decode;

import java.nio.charset.StandardCharsets;
import java.util.List;

import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Reject;

/**
 * Telegraf's lines, one or many to a message. Route options: {@code precision} ns (default), us, ms or s;
 * {@code json: telegraf} takes payloads that start with a brace or bracket as Telegraf's JSON, for brokers where both
 * share a topic; {@code field.<measurement>.<field>: <metric> [unit]} adds to {@code telegraf.yaml}.
 */
final class InfluxDecoder implements Decoder {

    @Override
    public Decoded decode(Message message, Route route) {
        try {
            Text text = Text.of(message.payload(), Json.DOCUMENT_LIMIT);
            String lines = new String(text.bytes(), text.start(), text.length(), StandardCharsets.UTF_8);
            if (lines.stripLeading().startsWith("{") || lines.stripLeading().startsWith("[")) {
                return json(message, route);
            }
            List<Point> points = LineProtocol.read(lines, Epoch.of(route, "ns"));
            if (points.isEmpty()) {
                return new Decoded.Ignored("no line in it");
            }
            return new TelegrafReports(message, route, "", "\n", "\n").decoded(points);
        } catch (Refused refused) {
            return refused.rejected();
        }
    }

    private static Decoded json(Message message, Route route) throws Refused {
        if (!route.options().containsKey("json")) {
            throw new Refused(Reject.MALFORMED, "JSON, and the route's option json is not set");
        }
        return TelegrafJsonDecoder.read(message, route);
    }
}
