package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import id.siaga.commandcenter.http.Proxies;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Behind a reverse proxy on the same machine: who asks is the client, if we were told to believe the proxy. */
class ProxyTest {
    private static final String FOR = "X-Forwarded-For";
    private static Running behind;
    private static Running open;

    @BeforeAll
    static void start() throws Exception {
        behind = new Running(Proxies.of(List.of("127.0.0.0/8")));
        open = new Running();
    }

    @AfterAll
    static void stop() throws Exception {
        behind.close();
        open.close();
    }

    private static HttpResponse<String> login(Running system, String password, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = system.anonymous("/api/v1/sessions")
                .POST(BodyPublishers.ofString("{\"user\":\"admin\",\"password\":\"%s\"}".formatted(password)));
        return system.send(request.headers(headers));
    }

    private static List<String> failing(Running system) {
        return system.database().rows("SELECT address FROM command.login_failure ORDER BY address").stream()
                .map(row -> row.path("address").asText()).toList();
    }

    @Test
    void wrongPasswordsPauseTheStrangerAndNotTheOwner() throws Exception {
        for (int i = 0; i < 5; i++) {
            login(behind, "salah", FOR, "192.0.2.77, 203.0.113.9");
        }
        assertThat(failing(behind)).contains("203.0.113.9").doesNotContain("127.0.0.1", "192.0.2.77");
        assertThat(login(behind, behind.password, FOR, "203.0.113.9").statusCode()).isEqualTo(429);
        assertThat(login(behind, behind.password, FOR, "203.0.113.10").statusCode()).isEqualTo(201);
        assertThat(login(behind, behind.password, "Forwarded", "for=\"[2001:db8::1]:4711\";proto=https").statusCode())
                .isEqualTo(201);
        assertThat(behind.database().rows("SELECT address FROM command.session")).extracting(
                row -> row.path("address").asText()).contains("203.0.113.10", "2001:db8:0:0:0:0:0:1");
    }

    @Test
    void whoWasNotNamedIsNotBelieved() throws Exception {
        login(open, "salah", FOR, "203.0.113.9");
        assertThat(failing(open)).containsExactly("127.0.0.1");
    }

    @Test
    void whatCameThroughAProxyIsNotFromThisMachine() throws Exception {
        for (Running system : List.of(behind, open)) {
            for (String header : List.of(FOR, "Forwarded", "X-Real-IP")) {
                String path = "/metrics";
                assertThat(system.client.send(system.anonymous(path).header(header, "127.0.0.1").build(),
                        HttpResponse.BodyHandlers.ofString()).statusCode()).as(header).isEqualTo(401);
            }
            assertThat(system.send(system.anonymous("/metrics")).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void theCookieAndTheOriginAreOfTheSchemeThatTheClientUsed() throws Exception {
        String here = "127.0.0.1:" + behind.center().port();
        HttpResponse<String> page = form("X-Forwarded-Proto", "https", "Origin", "https://" + here);
        assertThat(page.headers().firstValue("Set-Cookie").orElse("")).contains("Secure");
        assertThat(form("X-Forwarded-Proto", "https", "Origin", "http://" + here).statusCode()).isEqualTo(403);
        assertThat(form("Origin", "http://" + here).headers().firstValue("Set-Cookie").orElse("-"))
                .isNotEqualTo("-").doesNotContain("Secure");
    }

    private static HttpResponse<String> form(String... headers) throws IOException, InterruptedException {
        return behind.client.send(behind.anonymous("/login").header("Content-Type", "application/x-www-form-urlencoded")
                .header(FOR, "203.0.113.44").headers(headers)
                .POST(BodyPublishers.ofString("user=admin&password=" + behind.password)).build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
