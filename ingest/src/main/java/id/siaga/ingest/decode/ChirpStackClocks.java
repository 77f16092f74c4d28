package id.siaga.ingest.decode;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.JsonNode;

import id.siaga.ingest.telemetry.Clocks;
import id.siaga.ingest.telemetry.Flag;
import id.siaga.ingest.telemetry.Message;

/**
 * The clocks of a ChirpStack event. {@code time} is a gateway's clock when a gateway's {@code gwTime} says the same,
 * else the server's; further than a day from every reception it is doubtful.
 */
final class ChirpStackClocks {

    private static final Duration TOLERANCE = Duration.ofMillis(1);
    private static final Duration DOUBTFUL = Duration.ofDays(1);

    private ChirpStackClocks() {
    }

    static Clocks of(Message message, JsonNode root) {
        List<Instant> gateways = times(root, "gwTime");
        List<Instant> servers = times(root, "nsTime");
        Instant time = instant(root.get("time")).orElse(null);
        if (time == null) {
            return Clocks.choose(message, null, first(gateways), first(servers));
        }
        if (!Clocks.believable(time, message.receivedAt())) {
            return with(Clocks.choose(message, null, first(gateways), first(servers)), Flag.CLOCK_BAD.bit());
        }
        boolean gateway = gateways.stream().anyMatch(other -> near(time, other, TOLERANCE));
        Clocks clocks = Clocks.choose(message, null, gateway ? time : null, time);
        gateways.addAll(servers);
        gateways.addAll(times(root, "time"));
        boolean doubtful = !gateways.isEmpty() && gateways.stream().noneMatch(other -> near(time, other, DOUBTFUL));
        return doubtful ? with(clocks, Flag.CLOCK_BAD.bit()) : clocks;
    }

    private static List<Instant> times(JsonNode root, String member) {
        List<Instant> times = new ArrayList<>();
        root.path("rxInfo").forEach(reception -> instant(reception.get(member)).ifPresent(times::add));
        return times;
    }

    private static @Nullable Instant first(List<Instant> times) {
        return times.isEmpty() ? null : times.get(0);
    }

    private static Clocks with(Clocks clocks, int flags) {
        return new Clocks(clocks.observedAt(), clocks.source(), clocks.flags() | flags);
    }

    private static boolean near(Instant a, Instant b, Duration tolerance) {
        return Duration.between(a, b).abs().compareTo(tolerance) <= 0;
    }

    /** RFC 3339 with an offset. */
    private static Optional<Instant> instant(@Nullable JsonNode node) {
        try {
            return Json.text(node).map(text -> OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
