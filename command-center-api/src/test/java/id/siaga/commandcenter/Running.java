package id.siaga.commandcenter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import id.siaga.commandcenter.account.Role;
import id.siaga.commandcenter.account.oidc.OidcConfig;
import id.siaga.commandcenter.http.Proxies;
import id.siaga.commandcenter.sql.Database;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A whole command center on a scratch database, and a plain HTTP client that can log in. */
final class Running implements AutoCloseable {
    private static final JsonMapper MAPPER = new JsonMapper();

    final ScratchDatabase scratch = new ScratchDatabase();
    final City city = new City(scratch.database());
    final HttpClient client = HttpClient.newHttpClient();
    final String password;
    private final Vertx vertx = Vertx.vertx();
    private final CommandCenter center;
    private String token = "";

    Running() throws SQLException, IOException {
        this(0, Optional.empty());
    }

    /** With single sign-on, whose provider has to know our port beforehand. */
    Running(int port, Optional<OidcConfig> oidc) throws SQLException, IOException {
        this(config(port).withOidc(oidc));
    }

    /** Behind these reverse proxies. */
    Running(Proxies proxies) throws SQLException, IOException {
        this(config(0).withProxies(proxies));
    }

    private static CommandCenterConfig config(int port) {
        return new CommandCenterConfig("127.0.0.1", port, Optional.empty(), Optional.empty(), Settings.shipped());
    }

    private Running(CommandCenterConfig config) throws SQLException, IOException {
        center = CommandCenter.start(vertx, scratch.source(), config,
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), Clock.systemUTC(), Map.of());
        password = center.accounts().firstAdministrator().orElseThrow();
    }

    Database database() {
        return scratch.database();
    }

    CommandCenter center() {
        return center;
    }

    void login() throws IOException, InterruptedException {
        token = json(post("/api/v1/sessions", "{\"user\":\"admin\",\"password\":\"" + password + "\"}"))
                .path("token").asText();
    }

    /** A session of an account that has only this role, in these kecamatan or the whole city; a password of admin's. */
    String session(Role role, String... kecamatan) throws IOException, InterruptedException {
        String user = (role + String.join("", kecamatan)).toLowerCase(Locale.ROOT);
        database().execute("""
                           INSERT INTO command.account (user_name, password_hash, created_at)
                           SELECT ?, password_hash, created_at FROM command.account WHERE user_name = 'admin'
                           ON CONFLICT DO NOTHING""", user);
        for (@Nullable
        String code : kecamatan.length == 0 ? new String[]{null} : kecamatan) {
            database().execute(
                    """
                    INSERT INTO command.role_grant (account_id, role, kecamatan_code, decree_type, decree_number,
                        decree_date, valid_from, valid_until, granted_by, granted_at)
                    SELECT account_id, ?, ?, 'WALI_KOTA', '821/1', '2026-01-02', created_at, 'infinity', 'admin', created_at
                    FROM command.account WHERE user_name = ?""",
                    role.name(), code, user);
        }
        return json(post("/api/v1/sessions", "{\"user\":\"%s\",\"password\":\"%s\"}".formatted(user, password)))
                .path("token").asText();
    }

    String token() {
        return token;
    }

    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + center.port() + path));
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    HttpRequest.Builder anonymous(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + center.port() + path));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return Conformance.checked(client, request.build());
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> patch(String path, String tag, String body) throws IOException, InterruptedException {
        return send(request(path).header("If-Match", tag).method("PATCH", HttpRequest.BodyPublishers.ofString(body)));
    }

    static JsonNode json(HttpResponse<String> response) throws JsonProcessingException {
        return MAPPER.readTree(response.body());
    }

    @Override
    public void close() throws TimeoutException, SQLException {
        center.close();
        vertx.close().await();
        scratch.close();
    }
}
