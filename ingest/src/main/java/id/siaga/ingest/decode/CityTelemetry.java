package id.siaga.ingest.decode;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import id.siaga.ingest.telemetry.Clocks;
import id.siaga.ingest.telemetry.Flag;
import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Reject;
import id.siaga.ingest.telemetry.Sample;
import id.siaga.ingest.telemetry.TimeSource;

/** One native telemetry message while it is read. Members may come in any order, so meaning waits for the end. */
final class CityTelemetry {

    private static final int SAMPLES = 500;
    private static final double LONGEST_OFFSET_S = 10 * 366 * 86_400.0;
    private static final int TEXT_CHARS = 128;

    private final JsonParser json;
    private final String device;
    private final CityBody now;
    private final List<CityBody> earlier = new ArrayList<>(0);
    private final Map<String, String> units = new HashMap<>(0);
    private @Nullable String id;
    private @Nullable Long at;
    private @Nullable Long sequence;
    private int flags;
    private boolean measured;
    private boolean whole = true;
    private Map<String, String> about = Map.of();

    CityTelemetry(JsonParser json, String device) {
        this.json = json;
        this.device = device;
        this.now = new CityBody(json);
    }

    void read() throws IOException, Refused {
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            member(name);
        }
        if (!measured) {
            throw Refused.shape("none of m, s, c, pos is there");
        }
    }

    /** Whether all of it was read: no member is unknown, none speaks of people. */
    boolean isWhole() {
        return whole && now.isWhole() && earlier.stream().allMatch(CityBody::isWhole);
    }

    Decoded.Report report(Message message) {
        Clocks clocks = Clocks.choose(message, at == null ? null : Instant.ofEpochMilli(at), null, null);
        int said = (flags & ~Flag.TILTED.bit()) | City.simulated(message);
        List<Sample> samples = new ArrayList<>(earlier.size() + 1);
        for (CityBody body : earlier) {
            samples.add(historical(message, clocks, body, said));
        }
        if (!now.isEmpty()) {
            samples.add(new Sample(clocks.observedAt(), clocks.source(), clocks.flags() | said,
                    now.readings(units, flags), now.position()));
        }
        return new Decoded.Report(device, sequence, id, samples, List.of(), null).telling(about);
    }

    private Sample historical(Message message, Clocks base, CityBody body, int said) {
        Instant candidate = base.observedAt().plusMillis(Math.round(body.offsetSeconds() * 1000));
        Clocks own = Clocks.choose(message, candidate, null, null);
        TimeSource source = base.source() == TimeSource.DEVICE ? own.source() : base.source();
        int bits = own.flags() | (base.flags() & ~Flag.LATE.bit()) | said | Flag.HISTORICAL.bit();
        return new Sample(own.observedAt(), source, bits, body.readings(units, flags), body.position());
    }

    private void member(String name) throws IOException, Refused {
        switch (name) {
            case "v" -> City.checkVersion(whole(name));
            case "id" -> id = text(name);
            case "device", "deviceId" -> City.checkDevice(text(name), device);
            case "ts" -> at = whole(name);
            case "seq" -> sequence = whole(name);
            case "u" -> units();
            case "fw" -> firmware();
            case "q" -> flags |= flags();
            case "s" -> batch();
            case "m", "c", "pos" -> {
                measured = true;
                now.member(name);
            }
            default -> {
                whole = false;
                json.skipChildren();
            }
        }
    }

    private long whole(String name) throws IOException, Refused {
        if (json.currentToken() != JsonToken.VALUE_NUMBER_INT
                || json.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            throw Refused.shape(name + " is not a whole number");
        }
        return json.getLongValue();
    }

    private String text(String name) throws IOException, Refused {
        if (json.currentToken() != JsonToken.VALUE_STRING || json.getTextLength() > TEXT_CHARS) {
            throw Refused.shape(name + " is not a text of at most " + TEXT_CHARS + " characters");
        }
        return json.getText();
    }

    /** Firmware that is no short text is nothing worth losing the measurements for. */
    private void firmware() throws IOException {
        if (json.currentToken() == JsonToken.VALUE_STRING && json.getTextLength() <= About.CHARS) {
            about = new About().add(About.FIRMWARE, json.getText()).facts();
        } else {
            json.skipChildren();
        }
    }

    private void units() throws IOException, Refused {
        CityBody.expect(json, JsonToken.START_OBJECT, "u");
        for (String metric = json.nextFieldName(); metric != null; metric = json.nextFieldName()) {
            json.nextToken();
            units.put(metric, text("u." + metric));
        }
    }

    private int flags() throws IOException, Refused {
        CityBody.expect(json, JsonToken.START_ARRAY, "q");
        int bits = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            bits |= Flag.named(text("q")).map(Flag::bit).orElse(0);
        }
        return bits;
    }

    private void batch() throws IOException, Refused {
        CityBody.expect(json, JsonToken.START_ARRAY, "s");
        measured = true;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (earlier.size() == SAMPLES) {
                throw new Refused(Reject.TOO_MANY_SAMPLES, "s has more than " + SAMPLES + " samples");
            }
            earlier.add(past());
        }
    }

    private CityBody past() throws IOException, Refused {
        CityBody.expect(json, JsonToken.START_OBJECT, "s");
        CityBody body = new CityBody(json);
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            body.member(name);
        }
        if (!(Math.abs(body.offsetSeconds()) <= LONGEST_OFFSET_S)) {
            throw Refused.shape("s.t is missing or further than ten years");
        }
        return body;
    }
}
