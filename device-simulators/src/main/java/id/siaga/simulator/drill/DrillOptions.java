package id.siaga.simulator.drill;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import id.siaga.simulator.Login;
import id.siaga.simulator.drill.Fault.Part;
import id.siaga.simulator.fleet.Endpoint;
import picocli.CommandLine.Option;

/** What the drill is told. */
final class DrillOptions {

    @Option(names = "--launcher", defaultValue = "${env:SIAGA_LAUNCHER}", paramLabel = "FILE", description = "the siaga script (SIAGA_LAUNCHER)")
    private @Nullable Path launcher;

    @Option(names = "--messages", paramLabel = "N", defaultValue = "1000000", description = "publish at least so many, and go on while a fault is still to come (${DEFAULT-VALUE})")
    private long messages;

    @Option(names = "--kills", paramLabel = "K", defaultValue = "10", description = "of each part (${DEFAULT-VALUE})")
    private int kills;

    @Option(names = "--rate", paramLabel = "R", defaultValue = "5000", description = "messages a second that become due, whatever the answers do (${DEFAULT-VALUE})")
    private int rate;

    @Option(names = "--devices", paramLabel = "D", defaultValue = "200", description = "connected gauges (${DEFAULT-VALUE})")
    private int devices;

    @Option(names = "--parts", paramLabel = "PART", split = ",", defaultValue = "ingest,database,broker,network", description = "what to break (${DEFAULT-VALUE}); a foreign system only has its network broken")
    private List<Part> parts = List.of();

    @Option(names = "--stall", paramLabel = "SECONDS", defaultValue = "30", description = "freeze the database once for so long, half-way; 0 for never (${DEFAULT-VALUE})")
    private long stall;

    @Option(names = "--replay", paramLabel = "TIMES", defaultValue = "1", description = "publish the same messages so many times; all but the first must change nothing (${DEFAULT-VALUE})")
    private int replay;

    @Option(names = "--database-url", paramLabel = "URL", description = "jdbc:postgresql://… with user and password, instead of the embedded database; of a foreign system: its database")
    private @Nullable String databaseUrl;

    @Option(names = "--database-kill", paramLabel = "COMMAND", defaultValue = "", description = "shell command that kills that database")
    private String databaseKill = "";

    @Option(names = "--database-start", paramLabel = "COMMAND", defaultValue = "", description = "shell command that starts it again")
    private String databaseStart = "";

    @Option(names = "--http", paramLabel = "URL", description = "a foreign system, already running")
    private @Nullable URI http;

    @Option(names = "--mqtt", paramLabel = "HOST:PORT", defaultValue = "127.0.0.1:1883", description = "its MQTT endpoint (${DEFAULT-VALUE})")
    private String mqtt = "";

    @Option(names = "--user", paramLabel = "USER", defaultValue = "admin", description = "its login (${DEFAULT-VALUE})")
    private String user = "";

    @Option(names = "--password", paramLabel = "PASSWORD", defaultValue = "${env:SIAGA_PASSWORD:-}", description = "its password (SIAGA_PASSWORD)")
    private String password = "";

    @Option(names = "--json", paramLabel = "FILE", description = "also write the report as JSON")
    private @Nullable Path json;

    /** @throws IllegalArgumentException naming the option that cannot be followed */
    void check() {
        require(messages >= 1 && rate >= 1 && devices >= 1, "--messages, --rate and --devices must be at least 1");
        require(kills >= 0 && stall >= 0 && replay >= 1,
                "--kills and --stall must not be negative, --replay at least 1");
        require(http != null || launcher != null, "--launcher or SIAGA_LAUNCHER: where is the siaga script?");
        require(http == null || databaseUrl != null, "--http needs --database-url, to count what is stored");
        require(databaseKill.isEmpty() == databaseStart.isEmpty(), "--database-kill and --database-start go together");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    Path launcher() {
        return Objects.requireNonNull(launcher);
    }

    long messages() {
        return messages;
    }

    int kills() {
        return kills;
    }

    int rate() {
        return rate;
    }

    int devices() {
        return devices;
    }

    /** What to break: of a foreign system, only what lies before it. */
    Set<Part> parts() {
        Set<Part> wanted = parts.isEmpty() ? EnumSet.noneOf(Part.class) : EnumSet.copyOf(parts);
        if (http != null) {
            wanted.retainAll(EnumSet.of(Part.NETWORK));
        }
        return wanted;
    }

    Duration stall() {
        return Duration.ofSeconds(stall);
    }

    int replay() {
        return replay;
    }

    Optional<String> databaseUrl() {
        return Optional.ofNullable(databaseUrl);
    }

    String databaseKill() {
        return databaseKill;
    }

    String databaseStart() {
        return databaseStart;
    }

    /** A system started elsewhere. */
    Optional<Target> foreign() {
        return http == null
                ? Optional.empty()
                : Optional.of(new Target(http, Endpoint.of(mqtt), new Login(user, password),
                        databaseUrl().orElseThrow()));
    }

    Optional<Path> json() {
        return Optional.ofNullable(json);
    }
}
