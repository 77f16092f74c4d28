package id.siaga.simulator;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The one entry point: {@code Simulators <subcommand> …}. */
@Command(name = "siaga", description = {"Perangkat kota tiruan untuk Siaga.",
        "A simulated city of devices for Siaga."}, mixinStandardHelpOptions = true, subcommands = {Simulate.class})
public final class Simulators {

    private Simulators() {
    }

    /** Runs the subcommand named first and exits with its code. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Simulators()).execute(args));
    }
}
