package id.siaga.commandcenter.main;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The processes: {@code run} (all in one), {@code ingest}, {@code command-center}. */
@Command(name = "siaga", mixinStandardHelpOptions = true, subcommands = {VerifyCommand.class,
        AuditExportCommand.class}, description = "Ingestion and command center for a city.")
public final class Siaga {

    private static final Logger LOG = LoggerFactory.getLogger(Siaga.class);
    private static final int FAILED = 1;

    private Siaga() {
    }

    public static void main(String[] args) {
        int code = new CommandLine(new Siaga()).setExecutionExceptionHandler((failure, command, parsed) -> {
            LOG.atDebug().setCause(failure).log("Start failed");
            System.err.println("siaga: " + Reason.of(failure));
            return FAILED;
        }).execute(args);
        if (code != 0) {
            System.exit(code);
        }
    }

    @Command(name = "run", mixinStandardHelpOptions = true, description = "The whole system in one process.")
    void run(@Mixin Options options) throws Exception {
        SiagaSystem.whole(options);
    }

    @Command(name = "ingest", mixinStandardHelpOptions = true, description = "Ingestion alone, against SIAGA_DATABASE_URL.")
    void ingest(@Mixin Options options) throws Exception {
        SiagaSystem.ingestOnly(options);
    }

    @Command(name = "command-center", mixinStandardHelpOptions = true, description = "The command center alone, against SIAGA_DATABASE_URL.")
    void commandCenter(@Mixin Options options) throws Exception {
        SiagaSystem.commandCenterOnly(options);
    }
}
