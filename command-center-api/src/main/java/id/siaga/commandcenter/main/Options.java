package id.siaga.commandcenter.main;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import id.siaga.commandcenter.Settings;
import id.siaga.commandcenter.audit.anchor.Anchoring;
import id.siaga.commandcenter.account.oidc.OidcConfig;
import id.siaga.ingest.IngestConfig;
import id.siaga.ingest.http.HttpDoorConfig;
import id.siaga.ingest.decode.Routes;
import id.siaga.ingest.lane.LaneConfig;
import id.siaga.ingest.mqtt.DeviceEndpointConfig;
import id.siaga.ingest.registry.Registry.Enrolment;
import io.vertx.core.net.PemKeyCertOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every process. Each is a flag or its SIAGA_… variable. */
final class Options {

    private static final int HTTP_PORT = 8080;
    private static final int INGEST_HTTP_PORT = 8081;

    @Option(names = "--home", paramLabel = "DIR", defaultValue = "${env:SIAGA_HOME:-./var}", description = "Where the embedded database and its files live (SIAGA_HOME; default ./var).")
    private Path home = Path.of("var");

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

    @Option(names = "--database-url", paramLabel = "URL", defaultValue = "${env:SIAGA_DATABASE_URL}", description = "jdbc:postgresql://… of a PostgreSQL or TimescaleDB; without it the embedded one is used (SIAGA_DATABASE_URL).")
    private @Nullable String databaseUrl;

    @Option(names = "--device-authority", paramLabel = "FILE", defaultValue = "${env:SIAGA_DEVICE_AUTHORITY}", description = "PEM certificates of the city's own authority for device certificates (SIAGA_DEVICE_AUTHORITY); those that Siaga signs itself are known without.")
    private @Nullable Path deviceAuthority;
    @Option(names = "--routes", paramLabel = "FILE", defaultValue = "${env:SIAGA_ROUTES}", description = "YAML route table in place of the one that ships: which decoder reads which topic, with its options (SIAGA_ROUTES).")
    private @Nullable Path routes;

    @Mixin
    private BrokerOptions broker = new BrokerOptions();

    @Mixin
    private BrokerDoorOptions brokerDoor = new BrokerDoorOptions();

    @Mixin
    private AnchorOptions anchors = new AnchorOptions();

    @Mixin
    private OidcOptions oidc = new OidcOptions();

    @Option(names = "--open-enrolment", defaultValue = "${env:SIAGA_OPEN_ENROLMENT:-false}", description = "Let unknown devices connect; they land in unclaimed (SIAGA_OPEN_ENROLMENT).")
    private boolean openEnrolment;

    @Option(names = "--lanes", paramLabel = "N", defaultValue = "${env:SIAGA_LANES:-2}", description = "Writer lanes, each with a database connection (SIAGA_LANES; default 2).")
    private int lanes;

    @Option(names = "--boundaries", paramLabel = "FILE", defaultValue = "${env:SIAGA_BOUNDARIES}", description = "GeoJSON of the kelurahan polygons (SIAGA_BOUNDARIES); without it places are the nearest centroid, marked approximate.")
    private @Nullable Path boundaries;

    Optional<OidcConfig> oidc() {
        return oidc.config();
    }

    Path home() {
        return home;
    }

    /** What anchors the audit log. */
    Anchoring anchors(DataSource source, Settings settings) throws IOException {
        return anchors.open(home, source, settings);
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

    Optional<Path> boundaries() {
        return Optional.ofNullable(boundaries);
    }

    /** @throws IllegalArgumentException naming the file and what is wrong in it */
    Routes routes() {
        if (routes == null) {
            return Routes.standard();
        }
        return new Given("--routes", routes).read(file -> {
            try (InputStream yaml = Files.newInputStream(file)) {
                return Routes.load(yaml);
            }
        });
    }

    Optional<String> databaseUrl() {
        return Optional.ofNullable(databaseUrl).filter(url -> !url.isBlank());
    }

    /** @throws IllegalArgumentException when what was asked for would be unsafe */
    void check() {
        routes();
        files();
        oidc();
        brokerDoor.config(bind, pem());
        port("--http-port", httpPort());
        port("--mqtt-port", mqttPort);
        port("--mqtts-port", mqttsPort);
        if (!loopback() && (certificate == null || key == null)) {
            throw new IllegalArgumentException("--bind " + bind
                    + ": listening beyond loopback needs TLS; give --certificate and --key");
        }
    }

    /** What is read later, or by a library, would not be told by its option. */
    private void files() {
        if (certificate != null) {
            new Given("--certificate", certificate).read(Given::certificates);
        }
        if (key != null) {
            new Given("--key", key).read(Given::holdsKey);
        }
        if (boundaries != null) {
            new Given("--boundaries", boundaries).read(Given::isReadable);
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

    IngestConfig ingest() {
        DeviceEndpointConfig plain = DeviceEndpointConfig.plain(plainBind(), mqttPort);
        LaneConfig defaults = LaneConfig.defaults();
        return new IngestConfig(plain,
                tls(),
                broker.subscription(home),
                defaults.withLanes(lanes),
                openEnrolment ? Enrolment.OPEN : Enrolment.CLOSED, HttpDoorConfig.defaults(), deviceAuthorities())
                .withRoutes(routes()).withBrokerDoor(brokerDoor.config(bind, pem()));
    }

    private List<X509Certificate> deviceAuthorities() {
        if (deviceAuthority == null) {
            return List.of();
        }
        return new Given("--device-authority", deviceAuthority).read(Given::certificates);
    }

    private Optional<DeviceEndpointConfig> tls() {
        return certificate == null || key == null
                ? Optional.empty()
                : Optional.of(DeviceEndpointConfig.plain(bind, mqttsPort).withTls(mqttsPort, certificate, key));
    }
}
