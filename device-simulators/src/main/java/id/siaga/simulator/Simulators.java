package id.siaga.simulator;

import id.siaga.simulator.bench.Bench;
import id.siaga.simulator.drill.Drill;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The one entry point: {@code Simulators <subcommand> …}. */
@Command(name = "siaga", description = {"Perangkat kota tiruan untuk Siaga.",
        "A simulated city of devices for Siaga."}, mixinStandardHelpOptions = true, subcommands = {Simulate.class,
                Demo.class, Bench.class, Drill.class})
public final class Simulators {

    private Simulators() {
    }

    /** Runs the subcommand named first and exits with its code. */
    public static void main(String[] args) {
        CommandLine commands = new CommandLine(new Simulators());
        commands.setCaseInsensitiveEnumValuesAllowed(true);
        commands.setExecutionExceptionHandler((failure, command, parsed) -> told(failure));
        System.exit(commands.execute(args));
    }

    /** A person reads this: the reason in one line, without a stack trace. */
    private static int told(Exception failure) {
        System.err.println("galat / error: " + failure.getMessage());
        return 1;
    }
}
