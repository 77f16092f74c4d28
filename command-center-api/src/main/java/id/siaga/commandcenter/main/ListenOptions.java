package id.siaga.commandcenter.main;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import id.siaga.commandcenter.http.Proxies;
import id.siaga.ingest.mqtt.DeviceEndpointConfig;
import io.vertx.core.net.PemKeyCertOptions;
import picocli.CommandLine.Option;

/** Where people and devices connect, and the certificate they are shown. */
final class ListenOptions {

    private static final int HTTP_PORT = 8080;
    private static final int INGEST_HTTP_PORT = 8081;

    @Option(names = "--bind", paramLabel = "ADDRESS", defaultValue = "${env:SIAGA_BIND:-127.0.0.1}", description = "Address to listen on (SIAGA_BIND; default 127.0.0.1). Anything but loopback demands --certificate and --key.")
    private String bind = "127.0.0.1";

    @Option(names = "--http-port", paramLabel = "PORT", defaultValue = "${env:SIAGA_HTTP_PORT}", description = "HTTP port (SIAGA_HTTP_PORT; default 8080, of ingest alone 8081, so that both processes fit on one machine).")
    private @Nullable Integer httpPort;

    @Option(names = "--mqtt-port", paramLabel = "PORT", defaultValue = "${env:SIAGA_MQTT_PORT:-1883}", description = "MQTT port (SIAGA_MQTT_PORT; default 1883).")
    private int mqttPort;

    @Option(names = "--mqtts-port", paramLabel = "PORT", defaultValue = "${env:SIAGA_MQTTS_PORT:-8883}", description = "MQTT port with TLS, opened when there is a certificate (SIAGA_MQTTS_PORT; default 8883).")
    private int mqttsPort;

    @Option(names = "--certificate", paramLabel = "FILE", defaultValue = "${env:SIAGA_CERTIFICATE}", description = "PEM certificate chain (SIAGA_CERTIFICATE).")
    private @Nullable Path certificate;

    @Option(names = "--key", paramLabel = "FILE", defaultValue = "${env:SIAGA_KEY}", description = "PEM private key (SIAGA_KEY).")
    private @Nullable Path key;

    @Option(names = "--trusted-proxy", paramLabel = "CIDR", split = ",", defaultValue = "${env:SIAGA_TRUSTED_PROXY}", description = "Addresses or CIDR blocks of reverse proxies whose X-Forwarded-For, Forwarded and X-Forwarded-Proto count (SIAGA_TRUSTED_PROXY; default none); see docs/access.md.")
    private @Nullable List<String> trustedProxies;

    /** @throws IllegalArgumentException naming the option and what is wrong */
    Proxies proxies() {
        try {
            return Proxies.of(trustedProxies == null ? List.of() : trustedProxies);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--trusted-proxy: " + e.getMessage(), e);
        }
    }

    String bind() {
        return bind;
    }

    /** The MQTT ports it will open, as a person gave them. */
    String mqttPorts() {
        return "--mqtt-port " + mqttPort + (certificate == null ? "" : " or --mqtts-port " + mqttsPort);
    }

    int httpPort() {
        return httpPort == null ? HTTP_PORT : httpPort;
    }

    /** The HTTP port of {@code siaga ingest}, which may run beside a command center. */
    int ingestHttpPort() {
        return httpPort == null ? INGEST_HTTP_PORT : httpPort;
    }

    /** The certificate of both doors, HTTP and MQTT, when there is one. */
    Optional<PemKeyCertOptions> pem() {
        return certificate == null || key == null
                ? Optional.empty()
                : Optional.of(new PemKeyCertOptions().setCertPath(certificate.toString()).setKeyPath(key.toString()));
    }

    /** @throws IllegalArgumentException when a port is none, or what was asked for would be unsafe */
    void check() {
        port("--http-port", httpPort());
        port("--mqtt-port", mqttPort);
        port("--mqtts-port", mqttsPort);
        proxies();
        if (!loopback() && (certificate == null || key == null)) {
            throw new IllegalArgumentException("--bind " + bind
                    + ": listening beyond loopback needs TLS; give --certificate and --key");
        }
    }

    /** The certificate and key are read later; what is wrong in them is told by their options here. */
    void files() {
        if (certificate != null) {
            new Given("--certificate", certificate).read(Given::certificates);
        }
        if (key != null) {
            new Given("--key", key).read(Given::holdsKey);
        }
    }

    private static void port(String option, int port) {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(option + ": must be 0…65535, not " + port);
        }
    }

    private boolean loopback() {
        return bind.equals("127.0.0.1") || bind.equals("::1") || bind.equals("localhost");
    }

    /** Where the door without TLS listens: never beyond loopback. */
    private String plainBind() {
        return loopback() ? bind : "127.0.0.1";
    }

    /**
     * Where devices connect, as a person is told.
     *
     * @param tlsPort empty when that door is closed
     */
    List<String> mqttDoors(int port, Optional<Integer> tlsPort) {
        return Stream.concat(Stream.of("MQTT  " + plainBind() + ":" + port),
                tlsPort.map(secure -> "MQTTS " + bind + ":" + secure).stream()).toList();
    }

    DeviceEndpointConfig plain() {
        return DeviceEndpointConfig.plain(plainBind(), mqttPort);
    }

    /** Empty without a certificate. */
    Optional<DeviceEndpointConfig> tls() {
        return certificate == null || key == null
                ? Optional.empty()
                : Optional.of(DeviceEndpointConfig.plain(bind, mqttsPort).withTls(mqttsPort, certificate, key));
    }
}
