package id.siaga.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import id.siaga.simulator.device.Moment;
import id.siaga.simulator.device.SimulatedDevice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Reads payloads as strictly as the native convention does: no duplicate keys, nothing after the object. */
final class Payloads {

    static final Instant START = Instant.parse("2026-11-21T08:00:00Z");

    private static final JsonMapper STRICT = JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private Payloads() {
    }

    static JsonNode parse(byte[] payload) {
        try {
            return STRICT.readTree(payload);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Moment after(double seconds) {
        return new Moment(START, START.plusMillis(Math.round(seconds * 1000)));
    }

    static JsonNode only(SimulatedDevice device, double seconds) {
        List<byte[]> sent = device.transmit(after(seconds));
        if (sent.size() != 1) {
            throw new IllegalStateException("expected one payload, got " + sent.size());
        }
        return parse(sent.getFirst());
    }

    static SimulatedDevice device(String scenario, String id) {
        return new Simulation(List.of(scenario), 1, 0, null, Map.of()).build().stream()
                .filter(d -> d.profile().deviceId().equals(id)).findFirst().orElseThrow();
    }
}
