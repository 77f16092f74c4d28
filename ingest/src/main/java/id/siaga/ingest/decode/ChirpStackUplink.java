package id.siaga.ingest.decode;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.OptionalDouble;

import com.fasterxml.jackson.databind.JsonNode;

import id.siaga.ingest.telemetry.Clocks;
import id.siaga.ingest.telemetry.Flag;
import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Reading;
import id.siaga.ingest.telemetry.Reject;
import id.siaga.ingest.telemetry.Sample;

/** The uplink event: what the device measured, how well the best gateway heard it, and what it remembered. */
final class ChirpStackUplink {

    private static final int PAYLOAD_CHARS = 1024;

    private ChirpStackUplink() {
    }

    static List<Sample> samples(Message message, Route route, JsonNode root, Clocks clocks) throws Refused {
        if (root.hasNonNull("joinServerContext")) {
            throw new Refused(Reject.ENCRYPTED, "joinServerContext: the session key is with the join server");
        }
        Frame frame = frame(route, root);
        List<Sample> samples = new ArrayList<>();
        for (Frame.Memory memory : frame.history()) {
            samples.add(remembered(message, memory));
        }
        List<Reading> readings = new ArrayList<>(frame.readings());
        readings.addAll(signal(root.path("rxInfo")));
        if (!readings.isEmpty()) {
            samples.add(new Sample(clocks.observedAt(), clocks.source(), clocks.flags(), readings, null));
        }
        return samples;
    }

    private static Sample remembered(Message message, Frame.Memory memory) {
        Clocks clocks = Clocks.choose(message, memory.at(), null, null);
        return new Sample(clocks.observedAt(), clocks.source(), clocks.flags() | Flag.HISTORICAL.bit(),
                memory.readings(), null);
    }

    /** The server's own reading of the payload when it made sense of it, else ours, else whatever numbers it gave. */
    private static Frame frame(Route route, JsonNode root) throws Refused {
        Frame named = ObjectFields.read(root.path("object"), route);
        if (ObjectFields.understood(named)) {
            return named;
        }
        int port = root.path("fPort").asInt();
        byte[] data = data(root);
        JsonNode device = root.path("deviceInfo");
        Frame own = PayloadCodecs
                .choose(route, device.path("tags").path("codec").asText(), port,
                        device.path("deviceProfileName").asText())
                .map(codec -> codec.decode(data, port)).orElseGet(Frame::empty);
        return own.isEmpty() ? named : own;
    }

    private static byte[] data(JsonNode root) throws Refused {
        String text = Json.text(root.get("data")).orElse("");
        try {
            return text.length() <= PAYLOAD_CHARS ? Base64.getDecoder().decode(text) : new byte[0];
        } catch (IllegalArgumentException e) {
            throw Refused.shape("data is not base64");
        }
    }

    /** Zero is left out on the wire: a reception with a strength and no ratio has the ratio 0 dB. */
    private static List<Reading> signal(JsonNode receptions) {
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
