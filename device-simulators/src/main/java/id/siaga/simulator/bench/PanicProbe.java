package id.siaga.simulator.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import org.HdrHistogram.Histogram;

import id.siaga.simulator.fleet.Endpoint;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.MqttClientOptions;

/**
 * The way of an emergency: trackers press their panic button one after the other while the load runs, and a browser's
 * stream tells when each incident is there.
 */
final class PanicProbe implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, Long> pressed = new ConcurrentHashMap<>();
    private final Histogram latency = new Histogram(60_000_000_000L, 3);
    private final Endpoint endpoint;
    private final Thread listener;

    PanicProbe(URI base, String token, Endpoint endpoint) throws IOException, InterruptedException {
        this.endpoint = endpoint;
        HttpResponse<InputStream> stream = http.send(HttpRequest.newBuilder(base.resolve("/api/v1/stream"))
                .header("Authorization", "Bearer " + token).header("Accept", "text/event-stream").build(),
                HttpResponse.BodyHandlers.ofInputStream());
        if (stream.statusCode() != 200) {
            throw new IOException("GET /api/v1/stream: HTTP " + stream.statusCode());
        }
        listener = Thread.ofPlatform().daemon().name("incident-stream").start(() -> listen(stream.body()));
    }

    private void listen(InputStream body) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            String line;
            while ((line = lines.readLine()) != null) {
                if (line.startsWith("data:") && line.contains("panic/")) {
                    heard(line, System.nanoTime());
                }
            }
        } catch (IOException e) {
            // The stream ends with the benchmark.
        }
    }

    private void heard(String data, long now) {
        pressed.forEach((device, at) -> {
            if (data.contains("panic/" + device + "\"") && pressed.remove(device, at)) {
                latency.recordValue(now - at);
            }
        });
    }

    /** Presses every tracker's button, {@code every} so often. */
    void press(Map<String, String> trackers, Duration every) throws InterruptedException {
        for (Map.Entry<String, String> each : List.copyOf(trackers.entrySet())) {
            press(each.getKey(), each.getValue());
            TimeUnit.NANOSECONDS.sleep(every.toNanos());
        }
    }

    private void press(String deviceId, String secret) {
        MqttClient client = MqttClient.create(vertx,
                new MqttClientOptions().setClientId(deviceId).setUsername(deviceId).setPassword(secret));
        String payload = "{\"v\":1,\"ts\":" + System.currentTimeMillis()
                + ",\"m\":{\"vehicle.alarm\":\"panic\"},\"pos\":[-6.2985,106.9591]}";
        client.connect(endpoint.port(), endpoint.host()).onSuccess(connected -> {
            pressed.put(deviceId, System.nanoTime());
            client.publish("city/gps/" + deviceId + "/telemetry", Buffer.buffer(payload), MqttQoS.AT_LEAST_ONCE,
                    false, false);
        });
    }

    /** Waits for the incidents still missing and returns what was measured. */
    Histogram finish() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!pressed.isEmpty() && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
        return latency;
    }

    /** Presses whose incident never came. */
    int unanswered() {
        return pressed.size();
    }

    @Override
    public void close() {
        listener.interrupt();
        http.shutdownNow();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
