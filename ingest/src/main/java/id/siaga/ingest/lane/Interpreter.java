package id.siaga.ingest.lane;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import id.siaga.ingest.decode.Decoded;
import id.siaga.ingest.decode.Decoder;
import id.siaga.ingest.decode.Decoders;
import id.siaga.ingest.decode.Route;
import id.siaga.ingest.decode.Routes;
import id.siaga.ingest.telemetry.Kind;
import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Reject;

/**
 * How a message is understood. Any thread.
 *
 * @param decoders the decoder of a format
 * @param kinds what the registry calls a device, for the metrics
 * @param names the device id behind a name, so that all names of a device take one lane
 */
public record Interpreter(Routes routes, Function<String, Decoder> decoders, Function<String, Kind> kinds,
        UnaryOperator<String> names) {

    /** The message under a topic that may be stored. */
    Message withoutSecret(Message received) {
        return received.under(routes.withoutSecret(received.topic()));
    }

    Optional<Route> route(Message message) {
        return routes.match(message.topic(), message.contentType());
    }

    Decoded decode(Message message, Optional<Route> route) {
        return route.map(found -> decode(message, found))
                .orElseGet(() -> new Decoded.Rejected(Reject.NO_ROUTE, "topic: no route knows it"));
    }

    private Decoded decode(Message message, Route route) {
        try {
            return decoders.apply(route.format()).decode(message, route);
        } catch (RuntimeException | StackOverflowError e) {
            // The words of an exception may quote the payload.
            Object fault = Decoders.personal(route.format()) ? e.getClass().getName() : e;
            return new Decoded.Rejected(Reject.INTERNAL, route.format() + " decoder failed: " + fault);
        }
    }

    /** What the registry says, else what the topic claims. */
    Kind kind(String deviceId, Route route) {
        Kind registered = kinds.apply(deviceId);
        return registered != Kind.UNKNOWN ? registered : Kind.ofWord(route.capture("kind")).orElse(Kind.UNKNOWN);
    }
}
