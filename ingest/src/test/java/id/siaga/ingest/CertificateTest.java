package id.siaga.ingest;

import static id.siaga.ingest.RunningIngest.SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import id.siaga.ingest.http.HttpDoorConfig;
import id.siaga.ingest.lane.LaneConfig;
import id.siaga.ingest.mqtt.DeviceEndpointConfig;
import id.siaga.ingest.registry.Registry.Enrolment;

/** The TLS door and the certificates of devices: ours, the city's, and those that are no good. */
class CertificateTest {

    @TempDir
    private static Path folder;
    private static TestAuthority ours;
    private static TestAuthority citys;
    private static X509Certificate server;
    private static TestDatabase database;
    private static RunningIngest ingest;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        ours = new TestAuthority("Siaga");
        citys = new TestAuthority("Kota");
        TestAuthority.Signed listener = new TestAuthority("127.0.0.1").device("127.0.0.1", valid());
        server = listener.certificate();
        Path certificate = Files.writeString(folder.resolve("c.pem"), TestAuthority.pem(server));
        Path key = Files.writeString(folder.resolve("k.pem"),
                TestAuthority.pem(new JcaPKCS8Generator(listener.keys().getPrivate(), null)));
        port = freePort();
        database = TestDatabase.create();
        DeviceEndpointConfig plain = DeviceEndpointConfig.plain("127.0.0.1", 0);
        ingest = new RunningIngest(database,
                new IngestConfig(plain, Optional.of(plain.withTls(port, certificate, key)), Optional.empty(),
                        LaneConfig.defaults(), Enrolment.CLOSED, HttpDoorConfig.defaults(),
                        List.of(citys.certificate())));
        database.execute("INSERT INTO telemetry.device_authority (fingerprint, certificate) VALUES ('%s', '%s')"
                .formatted("0".repeat(64), TestAuthority.pem(ours.certificate())));
        ingest.registerGauge("awlr-p2c", "P2C");
        ingest.registerGauge("awlr-other", "CIKEAS");
    }

    @AfterAll
    static void stop() throws Exception {
        ingest.close();
        database.close();
    }

    private static Instant valid() {
        return Instant.now().plus(Duration.ofHours(1));
    }

    private static int freePort() throws Exception {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    private static Mqtt5Socket showing(TestAuthority.Signed certificate) throws Exception {
        return new Mqtt5Socket(TestAuthority.socket(port, server, certificate));
    }

    private static int connack(TestAuthority.Signed certificate, String user) throws Exception {
        try (Mqtt5Socket socket = showing(certificate)) {
            return socket.connect(user, SECRET);
        }
    }

    private static void bind(TestAuthority.Signed certificate, String device) throws Exception {
        database.execute(
                """
                INSERT INTO telemetry.device_certificate (fingerprint, device_id, serial, issuer, not_before, not_after)
                VALUES ('%s', '%s', '%s', 'CN=Siaga', now(), now() + interval '1 hour')"""
                        .formatted(certificate.fingerprint(), device,
                                certificate.certificate().getSerialNumber().toString(16)));
    }

    private static void audited(String user, String reason) throws Exception {
        Eventually.until(reason, () -> database.rows(
                "SELECT 1 FROM telemetry.connection_refusal WHERE user_name = '" + user + "' AND reason = '" + reason
                        + "' AND what LIKE 'serial %'")
                .contains("1"));
    }

    @Test
    void oursOpensForItsDeviceUntilItIsRevoked() throws Exception {
        TestAuthority.Signed certificate = ours.device("awlr-p2c", valid());
        bind(certificate, "awlr-p2c");
        try (Mqtt5Socket socket = showing(certificate)) {
            assertThat(socket.connect("", "")).as("its name is in the certificate").isZero();
            assertThat(socket.publish("city/flood/awlr-p2c/telemetry", "{\"v\":1,\"m\":{\"water.distance\":7000}}")
                    .reason()).isZero();
            assertThat(socket.publish("city/flood/awlr-other/telemetry", "{}").reason()).isEqualTo(0x87);
            Instant asked = Instant.now();
            database.execute("UPDATE telemetry.device_certificate SET revoked_at = now() WHERE fingerprint = '"
                    + certificate.fingerprint() + "'");
            assertThat(socket.hear().reason()).isEqualTo(0x87);
            assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(5));
        }
        assertThat(connack(certificate, "awlr-p2c")).as("its secret does not help").isEqualTo(0x87);
        audited("awlr-p2c", "certificate revoked or of another device");
    }

    @Test
    void oursThatIsInNoListIsRefused() throws Exception {
        assertThat(connack(ours.device("awlr-other", valid()), "")).isEqualTo(0x87);
        audited("awlr-other", "certificate revoked or of another device");
    }

    @Test
    void anothersCertificateDoesNotOpenUnderItsName() throws Exception {
        TestAuthority.Signed certificate = citys.device("awlr-p2c", valid());
        assertThat(connack(certificate, "awlr-other")).isEqualTo(0x87);
        assertThat(connack(certificate, "awlr-p2c")).as("the city's is bound when it is first seen").isZero();
        database.execute("UPDATE telemetry.device_certificate SET revoked_at = now() WHERE fingerprint = '"
                + certificate.fingerprint() + "'");
        assertThat(connack(certificate, "awlr-p2c")).as("and not bound anew").isEqualTo(0x87);
    }

    @Test
    void anExpiredOneAndOneOfNobodyAreRefused() throws Exception {
        assertThat(connack(citys.device("awlr-other", Instant.now().minusSeconds(60)), "")).isEqualTo(0x87);
        audited("awlr-other", "certificate not valid now");
        assertThat(connack(new TestAuthority("Penipu").device("awlr-other", valid()), "")).isEqualTo(0x87);
        audited("awlr-other", "certificate of an unknown authority");
    }

    @Test
    void aConnectionEndsWithItsCertificate() throws Exception {
        try (Mqtt5Socket socket = showing(citys.device("awlr-other", Instant.now().plusSeconds(8)))) {
            assertThat(socket.connect("", "")).isZero();
            assertThat(socket.hear().reason()).isEqualTo(0x87);
        }
    }
}
