package id.siaga.simulator.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.simulator.device.Profile;
import id.siaga.simulator.device.SimulatedDevice;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The command center's HTTP API as far as a simulator needs it. Blocking; a refusal becomes an exception with its text. */
public final class CommandCenter {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BATCH = 1_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final HttpClient http;
    private final URI base;
    private final String token;

    private CommandCenter(HttpClient http, URI base, String token) {
        this.http = http;
        this.base = base;
        this.token = token;
    }

    /** Logs in at {@code base}, such as {@code http://127.0.0.1:8080}. */
    public static CommandCenter login(URI base, String user, String password) throws IOException {
        CommandCenter stranger = new CommandCenter(HttpClient.newHttpClient(), base, "");
        ObjectNode credentials = JSON.createObjectNode().put("user", user).put("password", password);
        JsonNode session = stranger.call("POST", "/api/v1/sessions", credentials);
        return new CommandCenter(stranger.http, base, session.path("token").asText());
    }

    /** Registers the devices, giving those already known a new secret, and returns them with their secrets. */
    public List<Enrolled> register(List<SimulatedDevice> devices) throws IOException {
        List<Enrolled> enrolled = new ArrayList<>();
        for (int from = 0; from < devices.size(); from += BATCH) {
            enrolled.addAll(registerBatch(devices.subList(from, Math.min(from + BATCH, devices.size()))));
        }
        return enrolled;
    }

    /** The answer of {@code GET} on a path of the API, such as {@code /api/v1/incidents}. */
    public JsonNode get(String path) throws IOException {
        return call("GET", path, JSON.nullNode());
    }

    /** The answer of {@code POST} of a document to a path of the API. */
    public JsonNode post(String path, JsonNode body) throws IOException {
        return call("POST", path, body);
    }

    /** Registers devices as the API describes them; secrets by device id. At most 5,000 at once. */
    public Map<String, String> register(ArrayNode devices) throws IOException {
        JsonNode answer = call("POST", "/api/v1/devices?on_existing=rotate", devices);
        Map<String, String> secrets = new HashMap<>();
        answer.path("devices").forEach(d -> secrets.put(d.path("device_id").asText(), d.path("secret").asText()));
        return secrets;
    }

    /** The bearer token of this session. */
    public String token() {
        return token;
    }

    private List<Enrolled> registerBatch(List<SimulatedDevice> batch) throws IOException {
        ArrayNode body = JSON.createArrayNode();
        batch.forEach(d -> body.add(registration(d.profile())));
        Map<String, String> secrets = register(body);
        List<Enrolled> enrolled = new ArrayList<>();
        for (SimulatedDevice device : batch) {
            enrolled.add(new Enrolled(device, secretOf(device.profile().deviceId(), secrets)));
        }
        return enrolled;
    }

    private static String secretOf(String deviceId, Map<String, String> secrets) throws IOException {
        String secret = secrets.get(deviceId);
        if (secret == null || secret.isEmpty()) {
            throw new IOException("POST /api/v1/devices: no secret for " + deviceId + " in the answer");
        }
        return secret;
    }

    private static ObjectNode registration(Profile profile) {
        ObjectNode node = JSON.createObjectNode().put("device_id", profile.deviceId())
                .put("kind", profile.kind().word()).put("name", profile.name()).put("lat", profile.place().lat())
                .put("lng", profile.place().lng()).put("interval_s", Math.max(1, profile.interval().toSeconds()));
        if (profile.mountMm() != null) {
            node.put("mount_mm", profile.mountMm());
        }
        if (profile.post() != null) {
            node.put("post", profile.post());
        }
        return node;
    }

    private JsonNode call(String method, String path, JsonNode body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT)
                .header("Content-Type", "application/json").method(method, content(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<String> answer = send(request.build());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(method + " " + path + ": HTTP " + answer.statusCode() + ": " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    private static HttpRequest.BodyPublisher content(JsonNode body) {
        return body.isNull()
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(body.toString());
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (ConnectException e) {
            throw new IOException("no answer from " + request.uri() + ": cannot connect", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted: " + request.uri());
        }
    }
}
