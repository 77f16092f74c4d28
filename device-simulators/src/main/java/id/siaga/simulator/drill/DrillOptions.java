package id.siaga.simulator.drill;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import id.siaga.simulator.Target;
import id.siaga.simulator.WhichSystem;
import id.siaga.simulator.drill.Fault.Part;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the drill is told. */
final class DrillOptions {

    @Mixin
    private WhichSystem system = new WhichSystem();

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

    @Option(names = "--database-kill", paramLabel = "COMMAND", defaultValue = "", description = "shell command that kills the database of --database-url")
    private String databaseKill = "";

    @Option(names = "--database-start", paramLabel = "COMMAND", defaultValue = "", description = "shell command that starts it again")
    private String databaseStart = "";

    @Option(names = "--json", paramLabel = "FILE", description = "also write the report as JSON")
    private @Nullable Path json;

    /** @throws IllegalArgumentException naming the option that cannot be followed */
    void check() {
        require(messages >= 1 && rate >= 1 && devices >= 1, "--messages, --rate and --devices must be at least 1");
        require(kills >= 0 && stall >= 0 && replay >= 1,
                "--kills and --stall must not be negative, --replay at least 1");
        require(databaseKill.isEmpty() == databaseStart.isEmpty(), "--database-kill and --database-start go together");
        if (foreign().isEmpty()) {
            launcher();
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    Path launcher() {
        return system.launcher();
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
        if (foreign().isPresent()) {
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
        return system.databaseUrl();
    }

    String databaseKill() {
        return databaseKill;
    }

    String databaseStart() {
        return databaseStart;
    }

    /** A system started elsewhere. */
    Optional<Target> foreign() {
        return system.foreign();
    }

    Optional<Path> json() {
        return Optional.ofNullable(json);
    }
}
