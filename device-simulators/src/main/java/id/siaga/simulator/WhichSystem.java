package id.siaga.simulator;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import id.siaga.simulator.fleet.Endpoint;
import picocli.CommandLine.Option;

/** The options that say whether a command starts a system of its own, or where a foreign one is. */
public final class WhichSystem {

    @Option(names = "--launcher", defaultValue = "${env:SIAGA_LAUNCHER}", paramLabel = "FILE", description = "the siaga script, to start a system of its own (SIAGA_LAUNCHER)")
    private @Nullable Path launcher;

    @Option(names = "--http", paramLabel = "URL", description = "a foreign system, already running")
    private @Nullable URI http;

    @Option(names = "--mqtt", paramLabel = "HOST:PORT", defaultValue = "127.0.0.1:1883", description = "its MQTT endpoint (${DEFAULT-VALUE})")
    private String mqtt = "";

    @Option(names = "--user", paramLabel = "USER", defaultValue = "admin", description = "its login (${DEFAULT-VALUE})")
    private String user = "";

    @Option(names = "--password", paramLabel = "PASSWORD", defaultValue = "${env:SIAGA_PASSWORD:-}", description = "its password (SIAGA_PASSWORD)")
    private String password = "";

    @Option(names = "--database-url", paramLabel = "URL", defaultValue = "${env:SIAGA_DATABASE_URL:-}", description = "jdbc:postgresql://… with user and password: the database of the foreign system, or instead of the embedded one (SIAGA_DATABASE_URL)")
    private String databaseUrl = "";

    /**
     * The system started elsewhere, when there is one.
     *
     * @throws IllegalArgumentException when it is given without its database
     */
    public Optional<Target> foreign() {
        return Optional.ofNullable(http)
                .map(url -> new Target(url, Endpoint.of(mqtt), new Login(user, password), databaseUrl().orElseThrow(
                        () -> new IllegalArgumentException("--http needs --database-url, to count what is stored"))));
    }

    /** @throws IllegalArgumentException when nobody said where it is */
    public Path launcher() {
        return Optional.ofNullable(launcher).orElseThrow(
                () -> new IllegalArgumentException("--launcher or SIAGA_LAUNCHER: where is the siaga script?"));
    }

    /** With user and password; empty when the system of its own has the embedded database. */
    public Optional<String> databaseUrl() {
        return Optional.of(databaseUrl).filter(url -> !url.isEmpty());
    }
}
