package id.siaga.ingest.decode;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.JsonNode;

import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Presence;
import id.siaga.ingest.telemetry.Presence.Cause;
import id.siaga.ingest.telemetry.Presence.State;

/**
 * The native retained status, also the Will: {@code {"v":1,"state":"online","interval":300}}. An empty payload deletes
 * the status: presence UNKNOWN, cause EXPLICIT.
 */
final class CityStatusDecoder implements Decoder {

    private static final long LONGEST_INTERVAL_S = Duration.ofDays(7).toSeconds();

    @Override
    public Decoded decode(Message message, Route route) {
        try {
            String device = City.device(route);
            if (message.payload().length == 0) {
                return report(device, new Presence(State.UNKNOWN, Cause.EXPLICIT, null));
            }
            JsonNode came = City.envelope(message, device);
            JsonNode root = CityKept.ofStatus(came);
            Decoded.Report report = report(device, presence(root)).telling(new About()
                    .add(About.FIRMWARE, root.get("fw")).add(About.HARDWARE, root.get("hw"))
                    .add(About.MODEL, root.get("model")).facts());
            return Privacy.keeping(report, came, root);
        } catch (Refused refused) {
            return refused.rejected();
        }
    }

    private static Decoded.Report report(String device, Presence presence) {
        return new Decoded.Report(device, null, null, List.of(), List.of(), presence);
    }

    private static Presence presence(JsonNode root) throws Refused {
        State state = Json.text(root.get("state")).flatMap(CityStatusDecoder::state)
                .orElseThrow(() -> Refused.shape("state is none of online, offline, sleeping"));
        Json.whole(root, "ts");
        return new Presence(state, cause(Json.text(root.get("cause")).orElse("")), interval(root));
    }

    private static Optional<State> state(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "online" -> Optional.of(State.ONLINE);
            case "offline" -> Optional.of(State.OFFLINE);
            case "sleeping" -> Optional.of(State.SLEEPING);
            default -> Optional.empty();
        };
    }

    private static Cause cause(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "will" -> Cause.WILL;
            case "clean" -> Cause.CLEAN;
            case "death" -> Cause.DEATH;
            default -> Cause.EXPLICIT;
        };
    }

    private static @Nullable Duration interval(JsonNode root) throws Refused {
        Long seconds = Json.whole(root, "interval");
        if (seconds == null) {
            return null;
        }
        if (seconds < 1 || seconds > LONGEST_INTERVAL_S) {
            throw Refused.shape("interval is " + seconds + " s, expected 1 to " + LONGEST_INTERVAL_S);
        }
        return Duration.ofSeconds(seconds);
    }
}
