package id.siaga.simulator.drill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import id.siaga.simulator.Target;
import id.siaga.simulator.drill.Fault.Part;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Breaks the parts of a running system in turn, under load, and checks what it promises. */
@Command(name = "drill", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Mematikan dan membekukan bagian sistem bergantian di bawah beban, lalu memeriksa janji-janjinya.",
        "Kills and stalls the parts of a system in turn under load, then checks its promises. Starts a system of its "
                + "own unless --http is given. Exit code 1 when a promise is broken."})
public final class Drill implements Callable<Integer> {

    @Mixin
    private DrillOptions options = new DrillOptions();

    @Override
    public Integer call() throws Exception {
        options.check();
        Optional<Target> foreign = options.foreign();
        if (foreign.isPresent()) {
            return tell(foreign.get(), Optional.empty());
        }
        Path home = Files.createTempDirectory("siaga-drill");
        int code = onOwnSystem(home);
        if (code == 0) {
            delete(home);
        } else {
            System.err.println("drill: the logs are in " + home);
        }
        return code;
    }

    private int onOwnSystem(Path home) throws Exception {
        Optional<String> external = options.databaseUrl();
        Optional<DatabaseDoor> database = external.isPresent()
                ? Optional.of(DatabaseDoor.before(external.get()))
                : Optional.empty();
        try (OwnSystem system = OwnSystem.start(options.launcher(), home, database, broker())) {
            Thread interrupted = new Thread(() -> abandon(system, home), "drill-shutdown");
            Runtime.getRuntime().addShutdownHook(interrupted);
            int code = tell(system.target(), Optional.of(system));
            Runtime.getRuntime().removeShutdownHook(interrupted);
            return code;
        }
    }

    /** On Ctrl-C nobody will want the logs. */
    private static void abandon(OwnSystem system, Path home) {
        system.close();
        try {
            delete(home);
        } catch (IOException e) {
            System.err.println("drill: left behind: " + home);
        }
    }

    private OwnSystem.Broker broker() {
        if (!options.parts().contains(Part.BROKER)) {
            return OwnSystem.Broker.NONE;
        }
        if (Files.isExecutable(MosquittoProcess.PROGRAM)) {
            return OwnSystem.Broker.MOSQUITTO;
        }
        System.err.println("drill: no " + MosquittoProcess.PROGRAM
                + "; the broker is LEFT OUT (apt-get install mosquitto)");
        return OwnSystem.Broker.NONE;
    }

    private int tell(Target target, Optional<OwnSystem> own) throws Exception {
        try (Exercise exercise = new Exercise(options, target, own)) {
            DrillReport found = exercise.run();
            System.out.print(found.text());
            if (options.json().isPresent()) {
                Files.writeString(options.json().get(), found.json());
            }
            return found.passed() ? 0 : 1;
        }
    }

    private static void delete(Path home) throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
