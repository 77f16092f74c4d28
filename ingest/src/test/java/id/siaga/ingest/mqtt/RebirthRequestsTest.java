package id.siaga.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

class RebirthRequestsTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-20T01:30:00Z"));
    private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
    private final List<String> told = new ArrayList<>();
    private final AtomicBoolean connected = new AtomicBoolean(true);
    private final RebirthRequests requests = requests(2);

    private RebirthRequests requests(int nodes) {
        RebirthRequests made = new RebirthRequests(
                new RebirthRequests.Policy(Duration.ofMinutes(1), Duration.ofSeconds(1), nodes), clock);
        made.through((topic, payload) -> connected.get() && told.add(topic));
        return made;
    }

    private void later(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
        requests.tell();
    }

    @Test
    void aNodeIsToldOnceAMinuteHoweverOftenItIsAskedFor() {
        for (int second = 0; second < 90; second++) {
            requests.ask("BBWS", "RTU-1");
            later(Duration.ofSeconds(1));
        }

        assertThat(told).containsExactly("spBv1.0/BBWS/NCMD/RTU-1", "spBv1.0/BBWS/NCMD/RTU-1");
    }

    @Test
    void whatFindsNoWayOutWaits() {
        connected.set(false);
        requests.ask("BBWS", "RTU-1");
        later(Duration.ofSeconds(1));
        connected.set(true);
        later(Duration.ofSeconds(1));
        later(Duration.ofMinutes(2));

        assertThat(told).hasSize(1);
    }

    @Test
    void noMoreNodesThanAllowedAreRemembered() {
        List.of("A", "B", "C").forEach(node -> requests.ask("BBWS", node));
        later(Duration.ofSeconds(1));

        assertThat(told).containsExactly("spBv1.0/BBWS/NCMD/A", "spBv1.0/BBWS/NCMD/B");
    }

    /** As eclipse-tahu's sparkplug_b.proto encodes it. */
    @Test
    void theCommandIsASparkplugPayload() {
        byte[] payload = RebirthRequests.payload(Instant.ofEpochMilli(1486144502122L));

        assertThat(HexFormat.of().formatHex(payload))
                .isEqualTo("08eaf2f5a8a02b121a0a144e6f646520436f6e74726f6c2f526562697274682" + "00b7001");
    }
}
