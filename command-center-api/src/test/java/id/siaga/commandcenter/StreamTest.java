package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StreamTest {
    private static Running system;

    @BeforeAll
    static void start() throws SQLException, IOException, InterruptedException {
        system = new Running();
        system.login();
        system.city.device("fl-1", "P2C");
    }

    @AfterAll
    static void stop() throws SQLException, TimeoutException {
        system.close();
    }

    /** One SSE connection, read line by line. */
    private static final class Feed implements AutoCloseable {
        private final BufferedReader lines;
        final int status;

        Feed(long lastSeen) throws IOException, InterruptedException {
            HttpResponse<InputStream> response = system.client.send(
                    system.request("/api/v1/stream").header("Last-Event-ID", Long.toString(lastSeen)).build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            status = response.statusCode();
            lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
        }

        /** The id, or -1, and the type of the next event. */
        String[] next() throws IOException {
            String id = "-1";
            String line = lines.readLine();
            while (line != null && !line.startsWith("event:")) {
                id = line.startsWith("id:") ? line.substring(3).strip() : id;
                line = lines.readLine();
            }
            return new String[]{id, line == null ? "end" : line.substring(6).strip()};
        }

        List<Long> ids(int count) throws IOException {
            List<Long> ids = new ArrayList<>();
            while (ids.size() < count) {
                String[] event = next();
                if (Set.of("incident", "alert", "ticket").contains(event[1])) {
                    ids.add(Long.parseLong(event[0]));
                }
            }
            return ids;
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }

    @Test
    void aClientThatLeavesAndResumesMissesNothingAndSeesNothingTwice() throws IOException, InterruptedException {
        long before = last();
        Thread writer = Thread.ofVirtual().start(() -> {
            for (int i = 0; i < 200; i++) {
                system.city.alert("FLD", "d-" + i, "resume-" + i, City.Decision.opened("SIAGA_3", "P3"));
                system.city.notifyInbox();
            }
        });
        List<Long> seen = new ArrayList<>();
        while (seen.size() < 400) {
            try (Feed feed = new Feed(seen.isEmpty() ? before : seen.getLast())) {
                assertThat(feed.status).isEqualTo(200);
                seen.addAll(feed.ids(Math.min(23, 400 - seen.size())));
            }
        }
        writer.join();
        assertThat(seen).hasSize(400).containsExactlyElementsOf(written(before));
    }

    private static List<Long> written(long after) {
        return system.database().rows("SELECT event_id FROM command.stream_event WHERE event_id > ? ORDER BY event_id",
                after).stream().map(row -> row.path("event_id").longValue()).toList();
    }

    @Test
    void anUnknownPositionSaysReset() throws IOException, InterruptedException {
        try (Feed feed = new Feed(999_999_999)) {
            assertThat(feed.next()[1]).isEqualTo("reset");
        }
    }

    @Test
    void heartbeatsPostsAndDevicesCome() throws IOException, InterruptedException {
        try (Feed feed = new Feed(last())) {
            system.database().execute("UPDATE telemetry.device_state SET last_received_at = now()");
            Set<String> types = new TreeSet<>();
            while (!types.containsAll(Set.of("heartbeat", "posts", "devices"))) {
                String[] event = feed.next();
                types.add(event[1]);
            }
            assertThat(types).doesNotContain("end");
        }
    }

    private static long last() {
        Eventually.until("inbox empty",
                () -> system.database().rows("SELECT 1 AS one FROM telemetry.alert_outbox").isEmpty());
        return system.database().row("SELECT coalesce(max(event_id), 0) AS last FROM command.stream_event")
                .orElseThrow().path("last").longValue();
    }
}
