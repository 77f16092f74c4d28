package id.siaga.commandcenter.main;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import id.siaga.commandcenter.Settings;
import id.siaga.commandcenter.audit.anchor.Anchoring;
import id.siaga.commandcenter.account.SecretSeal;
import id.siaga.commandcenter.account.oidc.OidcConfig;
import id.siaga.ingest.IngestConfig;
import id.siaga.ingest.http.HttpDoorConfig;
import id.siaga.ingest.decode.Routes;
import id.siaga.ingest.lane.LaneConfig;
import id.siaga.ingest.registry.Registry.Enrolment;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every process. Each is a flag or its SIAGA_… variable. */
final class Options {

    @Option(names = "--home", paramLabel = "DIR", defaultValue = "${env:SIAGA_HOME:-./var}", description = "Where the embedded database and its files live (SIAGA_HOME; default ./var).")
    private Path home = Path.of("var");

    @Mixin
    private ListenOptions listen = new ListenOptions();

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

    @Option(names = "--secret-key", paramLabel = "FILE", defaultValue = "${env:SIAGA_SECRET_KEY}", description = "Key that seals the secrets of one-time codes, 32 bytes in base64, such as a systemd credential (SIAGA_SECRET_KEY; default HOME/secret-key, made at the first start).")
    private @Nullable Path secretKey;

    @Option(names = "--open-enrolment", defaultValue = "${env:SIAGA_OPEN_ENROLMENT:-false}", description = "Let unknown devices connect; they land in unclaimed (SIAGA_OPEN_ENROLMENT).")
    private boolean openEnrolment;

    @Option(names = "--lanes", paramLabel = "N", defaultValue = "${env:SIAGA_LANES:-2}", description = "Writer lanes, each with a database connection (SIAGA_LANES; default 2).")
    private int lanes;

    @Option(names = "--boundaries", paramLabel = "FILE", defaultValue = "${env:SIAGA_BOUNDARIES}", description = "GeoJSON of the kelurahan polygons (SIAGA_BOUNDARIES); without it places are the nearest centroid, marked approximate.")
    private @Nullable Path boundaries;

    ListenOptions listen() {
        return listen;
    }

    Optional<OidcConfig> oidc() {
        return oidc.config();
    }

    /** @throws IOException when the key of the home folder cannot be used */
    SecretSeal seal() throws IOException {
        return secretKey == null
                ? SecretSeal.in(home.resolve("secret-key"))
                : new Given("--secret-key", secretKey).read(SecretSeal::of);
    }

    Path home() {
        return home;
    }

    /** What anchors the audit log. */
    Anchoring anchors(DataSource source, Settings settings) throws IOException {
        return anchors.open(home, source, settings);
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
        brokerDoor.config(listen.bind(), listen.pem());
        listen.check();
    }

    /** What is read later, or by a library, would not be told by its option. */
    private void files() {
        listen.files();
        if (boundaries != null) {
            new Given("--boundaries", boundaries).read(Given::isReadable);
        }
    }

    IngestConfig ingest() {
        LaneConfig defaults = LaneConfig.defaults();
        return new IngestConfig(listen.plain(),
                listen.tls(),
                broker.subscription(home),
                defaults.withLanes(lanes),
                openEnrolment ? Enrolment.OPEN : Enrolment.CLOSED, HttpDoorConfig.defaults(), deviceAuthorities())
                .withRoutes(routes()).withBrokerDoor(brokerDoor.config(listen.bind(), listen.pem()));
    }

    private List<X509Certificate> deviceAuthorities() {
        if (deviceAuthority == null) {
            return List.of();
        }
        return new Given("--device-authority", deviceAuthority).read(Given::certificates);
    }
}
