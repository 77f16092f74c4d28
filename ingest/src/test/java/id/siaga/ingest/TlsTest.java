package id.siaga.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import id.siaga.ingest.lane.LaneConfig;
import id.siaga.ingest.mqtt.DeviceEndpointConfig;
import id.siaga.ingest.registry.Registry.Enrolment;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.MqttClientOptions;

/** The listener with a certificate: TLS 1.3 or nothing. */
class TlsTest {

    @Test
    void aDevicePublishesOverTls13AndPlainTextGetsNowhere(@TempDir Path folder) throws Exception {
        Path certificate = folder.resolve("cert.pem");
        Path key = folder.resolve("key.pem");
        makeCertificate(certificate, key);
        int port = freePort();
        DeviceEndpointConfig plain = DeviceEndpointConfig.plain("127.0.0.1", 0);
        Vertx vertx = Vertx.vertx();
        try (TestDatabase database = TestDatabase.create();
                RunningIngest ingest = new RunningIngest(database,
                        new IngestConfig(plain, Optional.of(plain.withTls(port, certificate, key)), Optional.empty(),
                                LaneConfig.defaults(), Enrolment.CLOSED))) {
            ingest.registerGauge("awlr-p2c", "P2C");
            MqttClient client = MqttClient.create(vertx, tls(certificate));
            CompletableFuture<Integer> puback = new CompletableFuture<>();
            client.publishCompletionHandler(puback::complete);
            await(client.connect(port, "127.0.0.1"));
            await(client.publish("city/flood/awlr-p2c/telemetry",
                    Buffer.buffer(RunningIngest.level(Instant.now(), 7_800)),
                    MqttQoS.AT_LEAST_ONCE, false, false));
            puback.get(10, TimeUnit.SECONDS);
            assertThat(database.count("flood_reading")).isEqualTo(1);
            await(client.disconnect());
            assertThatThrownBy(() -> await(MqttClient.create(vertx, login()).connect(port, "127.0.0.1")))
                    .isNotInstanceOf(AssertionError.class);
            MqttClientOptions older = tls(certificate);
            older.setEnabledSecureTransportProtocols(Set.of("TLSv1.2"));
            assertThatThrownBy(() -> await(MqttClient.create(vertx, older).connect(port, "127.0.0.1")))
                    .isNotInstanceOf(AssertionError.class);
        } finally {
            await(vertx.close());
        }
    }

    private static MqttClientOptions login() {
        return new MqttClientOptions().setClientId("awlr-p2c").setUsername("awlr-p2c")
                .setPassword(RunningIngest.SECRET);
    }

    private static MqttClientOptions tls(Path certificate) {
        MqttClientOptions options = login();
        options.setSsl(true).setTrustOptions(new PemTrustOptions().addCertPath(certificate.toString()));
        options.setHostnameVerificationAlgorithm("HTTPS");
        return options;
    }

    private static void makeCertificate(Path certificate, Path key) throws Exception {
        Process openssl = new ProcessBuilder("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout",
                key.toString(), "-out", certificate.toString(), "-days", "2", "-subj", "/CN=127.0.0.1", "-addext",
                "subjectAltName=IP:127.0.0.1").redirectErrorStream(true).start();
        openssl.getInputStream().readAllBytes();
        assertThat(openssl.waitFor()).as("openssl makes a certificate").isZero();
    }

    private static int freePort() throws Exception {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    private static void await(Future<?> future) throws Exception {
        future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
