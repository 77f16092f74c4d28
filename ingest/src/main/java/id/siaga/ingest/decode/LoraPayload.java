package id.siaga.ingest.decode;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

import com.fasterxml.jackson.databind.JsonNode;

import id.siaga.ingest.telemetry.Clocks;
import id.siaga.ingest.telemetry.Flag;
import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Reading;
import id.siaga.ingest.telemetry.Sample;

/**
 * What a LoRaWAN device sent, whichever network server brought it.
 *
 * @param object the server's own reading of the payload, may be missing
 * @param data the payload in base64, may be empty
 * @param model names the codec when the route does not
 * @param profile in which the model may be named
 */
record LoraPayload(JsonNode object, String data, int port, String model, String profile) {

    private static final int PAYLOAD_CHARS = 1024;

    /** The server's own reading of the payload when it made sense of it, else ours, else whatever numbers it gave. */
    Frame frame(Route route) throws Refused {
        Frame named = ObjectFields.read(object, route);
        if (ObjectFields.understood(named)) {
            return named;
        }
        byte[] bytes = bytes();
        Frame own = PayloadCodecs.choose(route, model, port, profile).map(codec -> codec.decode(bytes, port))
                .orElseGet(Frame::empty);
        return own.isEmpty() ? named : own;
    }

    /** What the payload says of the device itself. */
    Map<String, String> about(Route route) {
        try {
            byte[] bytes = bytes();
            return PayloadCodecs.choose(route, model, port, profile).map(codec -> codec.about(bytes, port))
                    .orElse(Map.of());
        } catch (Refused refused) {
            // The readings came from the server's own reading of it.
            return Map.of();
        }
    }

    private byte[] bytes() throws Refused {
        try {
            return data.length() <= PAYLOAD_CHARS ? Base64.getDecoder().decode(data) : new byte[0];
        } catch (IllegalArgumentException e) {
            throw Refused.shape("the device's payload is not base64");
        }
    }

    /** What the device remembered, each under its own time; then what it measured now and how well it was heard. */
    static List<Sample> samples(Message message, Frame frame, List<Reading> signal, Clocks clocks) {
        List<Sample> samples = new ArrayList<>();
        for (Frame.Memory memory : frame.history()) {
            samples.add(remembered(message, memory));
        }
        List<Reading> readings = new ArrayList<>(frame.readings());
        readings.addAll(signal);
        if (!readings.isEmpty() || frame.place() != null) {
            samples.add(new Sample(clocks.observedAt(), clocks.source(), clocks.flags(), readings, frame.place()));
        }
        return samples;
    }

    private static Sample remembered(Message message, Frame.Memory memory) {
        Clocks clocks = Clocks.choose(message, memory.at(), null, null);
        return new Sample(clocks.observedAt(), clocks.source(), clocks.flags() | Flag.HISTORICAL.bit(),
                memory.readings(), null);
    }

    /**
     * Strength and ratio of the best reception; the same reception told twice changes nothing. Zero is left out on the
     * wire: a reception with a strength and no ratio has the ratio 0 dB.
     */
    static List<Reading> signal(JsonNode receptions) {
        OptionalDouble rssi = OptionalDouble.empty();
        OptionalDouble snr = OptionalDouble.empty();
        for (JsonNode reception : receptions) {
            OptionalDouble strength = Json.number(reception.get("rssi"));
            if (strength.isPresent()) {
                rssi = greater(rssi, strength.getAsDouble());
                snr = greater(snr, Json.number(reception.get("snr")).orElse(0));
            }
        }
        List<Reading> readings = new ArrayList<>(2);
        rssi.ifPresent(value -> readings.add(Frame.reading("link.rssi", value, 0)));
        snr.ifPresent(value -> readings.add(Frame.reading("link.snr", value, 0)));
        return readings;
    }

    private static OptionalDouble greater(OptionalDouble best, double value) {
        return OptionalDouble.of(Math.max(best.orElse(value), value));
    }
}
