package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A whole city changes at once, and every screen is told of each device, in frames of bounded size. */
@Timeout(120)
class CrowdedStreamTest {
    private static final int DEVICES = 10_000;
    private static final int FRAME_BYTES = Settings.shipped().streamBounds().frame();
    private static final JsonMapper JSON = new JsonMapper();

    private static Running system;

    @BeforeAll
    static void start() throws Exception {
        system = new Running();
        system.login();
    }

    @AfterAll
    static void stop() throws Exception {
        system.close();
    }

    /** One screen, and what it was told last of each device. */
    private static final class Screen implements AutoCloseable {
        private final BufferedReader lines;
        final Map<String, String> presence = new HashMap<>();
        final Set<Integer> sizes = new HashSet<>();

        Screen() throws IOException, InterruptedException {
            HttpResponse<InputStream> response = system.client.send(system.request("/api/v1/stream").build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
            readUntilHeartbeat();
        }

        private void readUntilHeartbeat() throws IOException {
            while (!line().equals("event: heartbeat")) {
                // what comes before it belongs to the start of the stream
            }
        }

        private String line() throws IOException {
            String line = lines.readLine();
            assertThat(line).as("the stream goes on").isNotNull();
            return line;
        }

        void readUntilAllAre(String expected) throws IOException {
            while (presence.size() < DEVICES || !presence.values().stream().allMatch(expected::equals)) {
                String name = line();
                if (name.equals("event: devices")) {
                    take(name, line());
                }
            }
        }

        private void take(String name, String data) throws IOException {
            sizes.add((name + "\n" + data + "\n\n").getBytes(StandardCharsets.UTF_8).length);
            for (JsonNode device : JSON.readTree(data.substring("data: ".length()))) {
                presence.put(device.path("device_id").asText(), device.path("presence").asText());
            }
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }

    @Test
    void everyChangeArrivesInBoundedFramesAlsoAtAScreenThatReadsLate() throws Exception {
        try (Screen prompt = new Screen(); Screen late = new Screen()) {
            system.database().execute("""
                                      INSERT INTO telemetry.device (device_id, kind, name, status, latitude, longitude)
                                      SELECT 'cam-' || n, 'cctv', 'CCTV Simpang ' || n, 'active', -6.2 - n * 1e-5, 106.9
                                      FROM generate_series(1, ?) AS n""", DEVICES);
            all("online");
            prompt.readUntilAllAre("online");
            all("offline");
            prompt.readUntilAllAre("offline");
            late.readUntilAllAre("offline");
            assertThat(late.sizes).hasSizeGreaterThan(1).allMatch(bytes -> bytes <= FRAME_BYTES);
            assertThat(prompt.sizes).allMatch(bytes -> bytes <= FRAME_BYTES);
        }
    }

    private static void all(String presence) {
        system.database()
                .execute(
                        """
                        INSERT INTO telemetry.device_state (device_id, presence, presence_since, last_received_at, flags,
                                     latest)
                        SELECT device_id, ?, now(), now(), 32768, '{"stream_up": true}' FROM telemetry.device
                        ON CONFLICT (device_id) DO UPDATE SET presence = excluded.presence,
                            presence_since = excluded.presence_since,
                            last_received_at = excluded.last_received_at""",
                        presence);
    }
}
