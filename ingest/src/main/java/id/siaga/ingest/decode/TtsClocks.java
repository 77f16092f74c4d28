package id.siaga.ingest.decode;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.JsonNode;

import id.siaga.ingest.telemetry.Clocks;
import id.siaga.ingest.telemetry.Flag;
import id.siaga.ingest.telemetry.Message;

/** The clocks around an uplink in The Things Stack: the gateways', then the servers'. */
final class TtsClocks {

    private static final Duration DOUBTFUL = Duration.ofDays(1);

    private TtsClocks() {
    }

    /** A gateway whose clock is a day or more off the server's is not believed. */
    static Clocks of(Message message, JsonNode root, JsonNode uplink) {
        Instant server = first(Stream.of(uplink.path("received_at"), root.path("received_at")));
        Instant gateway = first(Stream.concat(uplink.path("rx_metadata").valueStream().map(each -> each.path("time")),
                Stream.of(uplink.path("settings").path("time"))));
        boolean doubtful = gateway != null && server != null
                && Duration.between(gateway, server).abs().compareTo(DOUBTFUL) >= 0;
        Clocks clocks = Clocks.choose(message, null, doubtful ? null : gateway, server);
        return doubtful
                ? new Clocks(clocks.observedAt(), clocks.source(), clocks.flags() | Flag.CLOCK_BAD.bit())
                : clocks;
    }

    private static @Nullable Instant first(Stream<JsonNode> times) {
        return times.filter(JsonNode::isTextual).map(time -> SenderTime.instant(time, null)).flatMap(Optional::stream)
                .findFirst().orElse(null);
    }
}
