package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.nimbusds.jose.jwk.JWK;
import com.sun.net.httpserver.HttpServer;
import id.siaga.commandcenter.account.Role;
import id.siaga.commandcenter.account.Secrets;
import id.siaga.commandcenter.account.oidc.OidcConfig;
import id.siaga.commandcenter.account.oidc.SingleSignOn;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import no.nav.security.mock.oauth2.token.KeyProvider;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Single sign-on against a provider that can be made to answer wrongly in each way that counts. */
@Timeout(120)
class SingleSignOnTest {
    private static final String CLIENT = "siaga";
    private static final Pattern SESSION = Pattern.compile("siaga_session=([^;]+)");
    private static final AtomicBoolean OTHER_KEY = new AtomicBoolean();
    private static final MockOAuth2Server PROVIDER = new MockOAuth2Server(
            new OAuth2Config(false, null, null, false, new OAuth2TokenProvider(new SwappedKeys())));

    private static Running system;

    /** Signs with a key that was not published, under the name of the one that was. */
    private static final class SwappedKeys extends KeyProvider {
        private final KeyProvider others = new KeyProvider(List.of());

        @Override
        public JWK signingKey(String keyId) {
            return OTHER_KEY.get() ? others.signingKey(keyId) : super.signingKey(keyId);
        }
    }

    @BeforeAll
    static void start() throws Exception {
        PROVIDER.start(InetAddress.getLoopbackAddress(), 0);
        int port = freePort();
        system = new Running(port, Optional.of(new OidcConfig(PROVIDER.issuerUrl("kota").uri(), CLIENT, "rahasia",
                URI.create("http://127.0.0.1:" + port + OidcConfig.CALLBACK))));
        system.login();
        system.session(Role.SEKDA);
        link("orang-1");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void link(String subject) {
        system.database().execute("UPDATE command.account SET oidc_subject = ? WHERE user_name = 'sekda'",
                PROVIDER.issuerUrl("kota") + " " + subject);
    }

    @BeforeEach
    void cooperative() {
        OTHER_KEY.set(false);
    }

    @AfterAll
    static void stop() throws Exception {
        system.close();
        PROVIDER.shutdown();
    }

    private static HttpResponse<String> get(URI where, String cookie) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(where);
        return HttpClient.newHttpClient().send(
                (cookie.isEmpty() ? request : request.header("Cookie", cookie)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** A browser after it was sent to the provider and back. */
    private record Trip(URI callback, String cookie, URI asked) {

        static Trip begun(String next) throws IOException, InterruptedException {
            HttpResponse<String> left = get(system.anonymous("/login/oidc?next=" + next).build().uri(), "");
            assertThat(left.statusCode()).as(left.body()).isEqualTo(303);
            URI asked = URI.create(left.headers().firstValue("Location").orElseThrow());
            String cookie = left.headers().firstValue("Set-Cookie").orElseThrow();
            assertThat(cookie).contains("HTTPOnly", "SameSite=Lax");
            HttpResponse<String> back = get(asked, "");
            return new Trip(URI.create(back.headers().firstValue("Location").orElseThrow()),
                    cookie.substring(0, cookie.indexOf(';')), asked);
        }

        HttpResponse<String> back() throws IOException, InterruptedException {
            return get(callback, cookie);
        }
    }

    /** What the provider says of whoever logs in next. */
    private static void says(String subject, String audience, long expiry) {
        PROVIDER.enqueueCallback(
                new DefaultOAuth2TokenCallback("kota", subject, "JWT", List.of(), Map.of("aud", audience), expiry));
    }

    private static void refused(HttpResponse<String> reply) {
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(403);
        assertThat(reply.headers().allValues("Set-Cookie").toString()).doesNotContain("siaga_session=");
    }

    @Test
    void whoIsLinkedComesInWithTheirRoles() throws Exception {
        says("orang-1", CLIENT, 60);
        Trip trip = Trip.begun("/wall");
        assertThat(trip.asked().getQuery()).contains("code_challenge_method=S256", "state=", "nonce=",
                "response_type=code", "scope=openid");
        HttpResponse<String> entered = trip.back();
        assertThat(entered.statusCode()).as(entered.body()).isEqualTo(200);
        assertThat(entered.body()).contains("url=/wall\"");
        Matcher cookie = SESSION.matcher(entered.headers().allValues("Set-Cookie").toString());
        assertThat(cookie.find()).isTrue();
        assertThat(system.send(system.anonymous("/api/v1/incidents").header("Authorization",
                "Bearer " + cookie.group(1))).statusCode()).isEqualTo(200);
    }

    @Test
    void whoIsNotLinkedStaysOut() throws Exception {
        says("orang-asing", CLIENT, 60);
        HttpResponse<String> reply = Trip.begun("/wall").back();
        refused(reply);
        assertThat(reply.body()).contains("belum dihubungkan");
    }

    @Test
    void aTokenForSomebodyElseIsRefused() throws Exception {
        says("orang-1", "program-lain", 60);
        refused(Trip.begun("/wall").back());
    }

    @Test
    void anExpiredTokenIsRefused() throws Exception {
        says("orang-1", CLIENT, -600);
        refused(Trip.begun("/wall").back());
    }

    @Test
    void anotherNonceIsRefused() throws Exception {
        says("orang-1", CLIENT, 60);
        Trip trip = Trip.begun("/wall");
        system.database().execute("UPDATE command.oidc_pending SET nonce_secret = 'lain'");
        refused(trip.back());
    }

    @Test
    void anotherKeyIsRefused() throws Exception {
        says("orang-1", CLIENT, 60);
        assertThat(Trip.begun("/wall").back().statusCode()).as("its keys are known now").isEqualTo(200);
        OTHER_KEY.set(true);
        says("orang-1", CLIENT, 60);
        refused(Trip.begun("/wall").back());
    }

    @Test
    void anAnswerCountsOnceAndInTheBrowserThatAsked() throws Exception {
        says("orang-1", CLIENT, 60);
        Trip trip = Trip.begun("/wall");
        refused(get(trip.callback(), ""));
        refused(get(trip.callback(), "siaga_oidc=" + Secrets.random()));
        assertThat(trip.back().statusCode()).isEqualTo(200);
        refused(trip.back());
    }

    @Test
    void anAnswerThatComesTooLateIsRefused() throws Exception {
        Trip trip = Trip.begun("/wall");
        system.database().execute("UPDATE command.oidc_pending SET begun_at = now() - interval '11 minutes'");
        refused(trip.back());
    }

    @Test
    void itLeadsToNoOtherSite() throws Exception {
        for (String evil : new String[]{"//evil.example", "https://evil.example", "/%5Cevil.example"}) {
            says("orang-1", CLIENT, 60);
            assertThat(Trip.begun(evil).back().body()).as(evil).contains("url=/wall\"").doesNotContain("evil");
        }
    }

    /** Its first answer never comes. */
    @Test
    void aProviderThatIsSlowOnceIsAskedAgain() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        HttpServer slow = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        URI issuer = URI.create("http://127.0.0.1:" + slow.getAddress().getPort());
        slow.createContext("/.well-known/openid-configuration", exchange -> {
            if (asked.incrementAndGet() > 1) {
                byte[] body = """
                              {"issuer":"%1$s","authorization_endpoint":"%1$s/masuk","token_endpoint":"%1$s/token",
                               "jwks_uri":"%1$s/keys","subject_types_supported":["public"],
                               "response_types_supported":["code"],
                               "id_token_signing_alg_values_supported":["RS256"]}"""
                        .formatted(issuer).getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            }
        });
        slow.start();
        try {
            OidcConfig config = new OidcConfig(issuer, CLIENT, "x",
                    URI.create("http://127.0.0.1" + OidcConfig.CALLBACK))
                    .asking(new OidcConfig.Asking(Duration.ofMillis(500), 1));
            SingleSignOn once = new SingleSignOn(config, system.database(), Clock.systemUTC());
            assertThat(catchThrowable(() -> once.begin("/wall"))).hasMessageContaining("tidak terjangkau");
            assertThat(catchThrowable(() -> once.begin("/wall"))).as("not at once").isNotNull();
            assertThat(asked.get()).isEqualTo(1);
            asked.set(0);
            SingleSignOn twice = new SingleSignOn(config.asking(new OidcConfig.Asking(Duration.ofMillis(500), 2)),
                    system.database(), Clock.systemUTC());
            assertThat(twice.begin("/wall").where()).hasHost("127.0.0.1").hasPath("/masuk");
            assertThat(asked.get()).isEqualTo(2);
        } finally {
            slow.stop(0);
        }
    }

    @Test
    void withoutTheProviderOnlyItsDoorIsShut() throws Exception {
        SingleSignOn gone = new SingleSignOn(
                new OidcConfig(URI.create("http://127.0.0.1:9/kota"), CLIENT, "x",
                        URI.create("http://127.0.0.1" + OidcConfig.CALLBACK)),
                system.database(), Clock.systemUTC());
        assertThat(catchThrowable(() -> gone.begin("/wall")))
                .hasMessageContaining("tidak terjangkau");
    }
}
