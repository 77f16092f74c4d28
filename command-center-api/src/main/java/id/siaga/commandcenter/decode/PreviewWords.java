package id.siaga.commandcenter.decode;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.reading.ReadingWords;
import id.siaga.ingest.decode.Route;
import id.siaga.ingest.preview.Preview;
import id.siaga.ingest.telemetry.Flag;
import id.siaga.ingest.telemetry.Presence;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A preview in the words of the API. */
public final class PreviewWords {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private PreviewWords() {
    }

    public static ObjectNode of(Preview preview) {
        ObjectNode body = NODES.objectNode();
        fate(body, preview.fate());
        body.set("route", route(preview.route()));
        ArrayNode devices = body.putArray("devices");
        preview.parts().forEach(part -> devices.add(part(part)));
        return body;
    }

    private static void fate(ObjectNode body, Preview.Fate fate) {
        body.put("outcome", word(fate.outcome()));
        if (fate.reason() != null) {
            body.put("reason", word(fate.reason()));
        }
        if (!fate.detail().isEmpty()) {
            body.put("detail", fate.detail());
        }
    }

    private static @Nullable ObjectNode route(@Nullable Route route) {
        if (route == null) {
            return null;
        }
        ObjectNode body = NODES.objectNode().put("format", route.format());
        ObjectNode captures = body.putObject("captures");
        route.captures().forEach(captures::put);
        ObjectNode options = body.putObject("options");
        route.options().forEach(options::put);
        return body;
    }

    private static ObjectNode part(Preview.Part part) {
        ObjectNode body = NODES.objectNode().put("spoken_of", part.spokenOf());
        body.set("device", device(part.device()));
        body.put("kind", part.kind().word());
        fate(body, part.fate());
        if (part.sequence() != null) {
            body.put("sequence", part.sequence());
        }
        if (part.dedupKey() != null) {
            body.put("dedup_key", part.dedupKey());
        }
        body.set("presence", presence(part.presence()));
        ArrayNode clocks = body.putArray("clocks");
        part.clocks().forEach(clock -> clocks.add(clock(clock)));
        ArrayNode rows = body.putArray("rows");
        part.rows().forEach(row -> rows.add(row(row)));
        body.set("evidence", evidence(part.evidence()));
        return body;
    }

    private static @Nullable ObjectNode device(Preview.@Nullable KnownDevice device) {
        return device == null
                ? null
                : NODES.objectNode().put("device_id", device.deviceId()).put("name", device.name()).put("status",
                        device.status());
    }

    private static @Nullable ObjectNode presence(@Nullable Presence presence) {
        if (presence == null) {
            return null;
        }
        ObjectNode body = NODES.objectNode().put("state", word(presence.state())).put("cause", word(presence.cause()));
        return presence.interval() == null ? body : body.put("interval_s", presence.interval().toSeconds());
    }

    private static ObjectNode clock(Preview.Clock clock) {
        ObjectNode body = NODES.objectNode().put("observed_at", clock.observedAt().toString()).put("time_source",
                word(clock.source()));
        ArrayNode flags = body.putArray("flags");
        clock.flags().forEach(flag -> flags.add(flag.name()));
        return body.put("why", why(clock));
    }

    private static String why(Preview.Clock clock) {
        String chosen = switch (clock.source()) {
            case DEVICE -> "waktu ukur perangkat (the device's time of measurement)";
            case GATEWAY -> "waktu terima gerbang (when a gateway received it)";
            case SERVER -> "waktu peladen jaringan (the network server's time)";
            case BROKER -> "waktu terima Siaga (when Siaga received it)";
        };
        return clock.flags().contains(Flag.CLOCK_BAD)
                ? chosen + "; yang lebih dekat ke ukuran ditolak: sebelum 2015 atau lebih dari 2 menit di depan"
                        + " (a clock nearer to the measurement was refused: before 2015 or over 2 minutes ahead)"
                : chosen;
    }

    private static ObjectNode row(Preview.Row row) {
        ObjectNode body = NODES.objectNode().put("table", row.table());
        body.setAll(ReadingWords.spelled(row.values()));
        return body;
    }

    private static @Nullable ObjectNode evidence(Preview.@Nullable Evidence evidence) {
        return evidence == null
                ? null
                : NODES.objectNode().put("bytes", evidence.bytes()).put("sha256", evidence.sha256()).put("as_sent",
                        evidence.asSent());
    }

    private static String word(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT);
    }
}
