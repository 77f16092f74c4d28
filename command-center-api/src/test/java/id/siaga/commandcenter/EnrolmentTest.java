package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets, certificates and claim codes as an administrator and a new device meet them. */
class EnrolmentTest {

    @TempDir
    private static Path folder;
    private static ScratchDatabase scratch;
    private static Vertx vertx;
    private static CommandCenter center;
    private static String bearer = "";

    @BeforeAll
    static void start() throws Exception {
        scratch = new ScratchDatabase();
        vertx = Vertx.vertx();
        center = CommandCenter.start(vertx, scratch.source(),
                new CommandCenterConfig("127.0.0.1", 0, Optional.empty(), Optional.empty(), Settings.shipped(),
                        Optional.of(folder.resolve("authority"))),
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), Clock.systemUTC(), Map.of());
        String password = center.accounts().firstAdministrator().orElseThrow();
        bearer = "Bearer " + Running.json(send("POST", "/sessions",
                "{\"user\":\"admin\",\"password\":\"" + password + "\"}")).path("token").asText();
        new City(scratch.database()).device("fl-1", "P2C");
    }

    @AfterAll
    static void stop() throws Exception {
        center.close();
        vertx.close().await();
        scratch.close();
    }

    private static HttpResponse<String> send(String method, String path, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest
                .newBuilder(URI.create("http://127.0.0.1:" + center.port() + "/api/v1" + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!bearer.isEmpty()) {
            request.header("Authorization", bearer);
        }
        return Conformance.checked(HttpClient.newHttpClient(), request.build());
    }

    private static String database(String sql) {
        return scratch.database().row(sql).orElseThrow().path("answer").asText();
    }

    @Test
    void theAuthoritysKeyIsItsOwnersAlone() throws Exception {
        assertThat(PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("authority/authority-key.pem")))).isEqualTo("rw-------");
        assertThat(database("SELECT count(*) AS answer FROM telemetry.device_authority")).isEqualTo("1");
        assertThat(database("SELECT certificate AS answer FROM telemetry.device_authority"))
                .contains("BEGIN CERTIFICATE").doesNotContain("PRIVATE");
    }

    @Test
    void aSecretIsRotatedWithGraceAndRevoked() throws Exception {
        JsonNode first = Running.json(send("POST", "/devices/fl-1/secret", ""));
        HttpResponse<String> second = send("POST", "/devices/fl-1/secret?grace_s=60", "");
        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(Running.json(second).path("secret").asText()).hasSize(43)
                .isNotEqualTo(first.path("secret").asText());
        assertThat(database("""
                            SELECT previous_until > now() AND previous_until < now() + interval '61 s' AND
                                previous_sha256 = sha256(convert_to('%s', 'UTF8')) AS answer
                            FROM telemetry.device WHERE device_id = 'fl-1'""".formatted(first.path("secret").asText())))
                .isEqualTo("true");
        assertThat(send("DELETE", "/devices/fl-1/credentials", "").statusCode()).isEqualTo(204);
        assertThat(database("""
                            SELECT secret_sha256 IS NULL AND previous_sha256 IS NULL AS answer
                            FROM telemetry.device WHERE device_id = 'fl-1'""")).isEqualTo("true");
        assertThat(send("POST", "/devices/nobody/secret", "").statusCode()).isEqualTo(404);
    }

    @Test
    void aRequestIsSignedForTheDeviceWhateverItSaysAndRevoked() throws Exception {
        String csr = "{\"csr\":" + quoted(request("CN=someone-else")) + "}";
        JsonNode signed = Running.json(send("POST", "/devices/fl-1/certificates", csr));
        X509Certificate certificate = certificate(signed.path("certificate"));
        certificate.verify(certificate(signed.path("authority")).getPublicKey());
        assertThat(certificate.getSubjectX500Principal()).isEqualTo(new X500Principal("CN=fl-1"));
        assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
        String path = "/devices/fl-1/certificates/" + signed.path("fingerprint").asText();
        assertThat(Running.json(send("DELETE", path, "")).path("revoked_at").asText()).isNotEmpty();
        assertThat(send("GET", "/devices/fl-1/certificates", "").body()).contains(signed.path("serial").asText());
        assertThat(send("POST", "/devices/fl-1/certificates", "{\"csr\":\"x\"}").body()).contains("\"csr\"", "PKCS#10");
    }

    @Test
    void aKeyThatCanBeBrokenIsNotSigned() throws Exception {
        HttpResponse<String> weak = send("POST", "/devices/fl-1/certificates",
                "{\"csr\":" + quoted(request("CN=x", "RSA", 1024, "SHA256withRSA")) + "}");
        assertThat(weak.statusCode()).isEqualTo(400);
        assertThat(weak.body()).contains("\"csr\"", "2048");
        for (String good : new String[]{request("CN=x", "RSA", 2048, "SHA256withRSA"),
                request("CN=x", "EC", 384, "SHA384withECDSA"), request("CN=x", "Ed25519", 255, "Ed25519")}) {
            HttpResponse<String> signed = send("POST", "/devices/fl-1/certificates", "{\"csr\":" + quoted(good) + "}");
            assertThat(signed.statusCode()).as(signed.body()).isEqualTo(201);
        }
    }

    @Test
    void aSimpleDeviceGetsAKeyStore() throws Exception {
        JsonNode made = Running.json(send("POST", "/devices/fl-1/certificates", "{\"pkcs12\":true}"));
        KeyStore store = KeyStore.getInstance("PKCS12");
        char[] password = made.path("password").asText().toCharArray();
        store.load(new ByteArrayInputStream(Base64.getDecoder().decode(made.path("pkcs12_base64").asText())), password);
        assertThat(store.getKey("fl-1", password)).isNotNull();
        assertThat(store.getCertificateChain("fl-1")).hasSize(2);
    }

    @Test
    void aClaimCodeIsWorthOneDeviceAndItsReplayIsARow() throws Exception {
        JsonNode batch = Running.json(send("POST", "/claim-batches",
                "{\"kind\":\"flood\",\"owner\":\"BPBD\",\"count\":3,\"valid_s\":3600}"));
        String code = batch.path("claim_codes").get(0).asText();
        assertThat(code).matches("([0-9A-Z]{4}-){4}[0-9A-Z]{4}");
        HttpResponse<String> enrolled = anonymous("{\"code\":\"" + code.toLowerCase(java.util.Locale.ROOT)
                + "\",\"csr\":" + quoted(request("CN=x")) + "}");
        assertThat(enrolled.statusCode()).isEqualTo(201);
        JsonNode credentials = Running.json(enrolled);
        String id = credentials.path("device_id").asText();
        assertThat(id).startsWith("flood-");
        assertThat(credentials.path("secret").asText()).hasSize(43);
        assertThat(certificate(credentials.path("certificate")).getSubjectX500Principal())
                .isEqualTo(new X500Principal("CN=" + id));
        HttpResponse<String> replayed = anonymous("{\"code\":\"" + code + "\"}");
        assertThat(replayed.statusCode()).isEqualTo(403);
        assertThat(replayed.body()).contains("claim-used");
        JsonNode row = Running.json(send("GET", "/refusals?user=claim", "")).path("items").get(0);
        assertThat(row.path("reason").asText()).isEqualTo("claim code used before");
        assertThat(row.path("what").asText()).isEqualTo("used by " + id);
        assertThat(send("GET", "/claim-batches", "").body()).contains("\"used\":1").doesNotContain(code);
        assertThat(send("DELETE", "/claim-batches/" + batch.path("id").asText(), "").statusCode()).isEqualTo(200);
        assertThat(anonymous("{\"code\":\"" + batch.path("claim_codes").get(1).asText() + "\"}").body())
                .contains("claim-withdrawn");
        assertThat(scratch.database().row(
                "SELECT 1 AS one FROM telemetry.claim_code WHERE code_sha256 = convert_to(?, 'UTF8')",
                code)).isEmpty();
    }

    @Test
    void aCodeForARegisteredDeviceGivesThatDeviceItsSecretOnce() throws Exception {
        scratch.database().execute(
                "INSERT INTO telemetry.device (device_id, kind, name, status) VALUES ('cam-1', 'cctv', 'Kamera', 'active')");
        String ask = "{\"kind\":\"cctv\",\"owner\":\"Diskominfo\",\"valid_s\":3600,\"device_ids\":[\"%s\"]%s}";
        assertThat(send("POST", "/claim-batches", ask.formatted("fl-1", "")).body()).as("of another kind")
                .contains("\"device_ids\"", "fl-1");
        assertThat(send("POST", "/claim-batches", ask.formatted("cam-1", ",\"count\":2")).statusCode()).isEqualTo(400);
        JsonNode batch = Running.json(send("POST", "/claim-batches", ask.formatted("cam-1", "")));
        String code = "{\"code\":\"" + batch.path("claim_codes").get(0).asText() + "\"}";
        JsonNode credentials = Running.json(anonymous(code));
        assertThat(credentials.path("device_id").asText()).isEqualTo("cam-1");
        assertThat(database("""
                            SELECT secret_sha256 = sha256(convert_to('%s', 'UTF8')) AND name = 'Kamera' AS answer
                            FROM telemetry.device WHERE device_id = 'cam-1'"""
                .formatted(credentials.path("secret").asText()))).isEqualTo("true");
        assertThat(anonymous(code).body()).contains("claim-used");
        assertThat(database("SELECT count(*) AS answer FROM telemetry.device WHERE kind = 'cctv'")).isEqualTo("1");
    }

    @Test
    void aCodeOfARetiredDeviceIsRefusedAndNotUsedUp() throws Exception {
        scratch.database().execute(
                "INSERT INTO telemetry.device (device_id, kind, name, status) VALUES ('door-9', 'door', 'P', 'active')");
        String code = Running.json(send("POST", "/claim-batches",
                "{\"kind\":\"door\",\"owner\":\"Diskominfo\",\"valid_s\":3600,\"device_ids\":[\"door-9\"]}"))
                .path("claim_codes").get(0).asText();
        scratch.database().execute("UPDATE telemetry.device SET status = 'retired' WHERE device_id = 'door-9'");
        assertThat(anonymous("{\"code\":\"" + code + "\"}").body()).contains("claim-withdrawn");
        assertThat(database("""
                            SELECT used_at IS NULL AND secret_sha256 IS NULL AS answer FROM telemetry.claim_code c
                            JOIN telemetry.device d USING (device_id) WHERE d.device_id = 'door-9'"""))
                .isEqualTo("true");
    }

    @Test
    void wrongCodesHoldUpACityOnlyWhenThereAreAThousandAMinute() throws Exception {
        String wrong = "{\"code\":\"0000-0000-0000-0000-0000\"}";
        for (int i = 0; i < 15; i++) {
            assertThat(anonymous(wrong).statusCode()).isEqualTo(403);
        }
        String code = Running.json(send("POST", "/claim-batches",
                "{\"kind\":\"flood\",\"owner\":\"BPBD\",\"count\":1,\"valid_s\":3600}")).path("claim_codes").get(0)
                .asText();
        assertThat(anonymous("{\"code\":\"" + code + "\"}").statusCode()).as("of another device").isEqualTo(201);

        failures(999, "30 s");
        anonymous(wrong);
        assertThat(anonymous(wrong).statusCode()).as("half a minute forgets half").isEqualTo(403);
        failures(1_000, "30 s");
        assertThat(anonymous(wrong).statusCode()).isEqualTo(429);
        failures(1_000, "61 s");
        assertThat(anonymous(wrong).statusCode()).isEqualTo(403);
    }

    private static void failures(int count, String ago) {
        scratch.database().execute(
                "UPDATE command.login_failure SET failures = ?, last_at = now() - ?::interval WHERE user_name = 'claim'",
                count, ago);
    }

    @Test
    void badRequestsAreRefusedByField() throws Exception {
        assertThat(send("POST", "/claim-batches", "{\"kind\":\"spoon\",\"count\":0,\"x\":1}").body())
                .contains("\"kind\"", "\"owner\"", "\"count\"", "\"valid_s\"", "\"x\"");
        assertThat(send("PUT", "/devices/fl-1/grant", "{\"speaks_for\":\"none\"}").statusCode()).isEqualTo(400);
        assertThat(send("PUT", "/devices/fl-1/grant", "{\"speaks_for\":\"children\"}").statusCode()).isEqualTo(204);
        assertThat(anonymous("{}").body()).contains("\"code\"");
    }

    private static HttpResponse<String> anonymous(String body) throws Exception {
        return HttpClient.newHttpClient().send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + center.port() + "/api/v1/enrol"))
                        .POST(BodyPublishers.ofString(body)).build(),
                BodyHandlers.ofString());
    }

    private static String quoted(String pem) {
        return "\"" + pem.replace("\n", "\\n").replace("\r", "") + "\"";
    }

    private static String request(String subject) throws Exception {
        return request(subject, "EC", 256, "SHA256withECDSA");
    }

    private static String request(String subject, String kind, int size, String signature) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
        generator.initialize(size);
        KeyPair keys = generator.generateKeyPair();
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            pem.writeObject(new JcaPKCS10CertificationRequestBuilder(new X500Principal(subject), keys.getPublic())
                    .build(new JcaContentSignerBuilder(signature).build(keys.getPrivate())));
        }
        return text.toString();
    }

    private static X509Certificate certificate(JsonNode pem) throws Exception {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.asText().getBytes(StandardCharsets.US_ASCII)));
    }
}
