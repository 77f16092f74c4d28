package id.siaga.commandcenter.main;

import java.nio.file.Path;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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

    @Command(name = "reset-password", mixinStandardHelpOptions = true, description = "Draws a new password for an account; every session of it ends.")
    void resetPassword(
            @Parameters(paramLabel = "USER", description = "Whose; admin is the first one.") String user,
            @Option(names = "--home", paramLabel = "DIR", defaultValue = "${env:SIAGA_HOME:-./var}", description = "As for run.") Path home,
            @Option(names = "--database-url", paramLabel = "URL", defaultValue = "${env:SIAGA_DATABASE_URL}", description = "As for run.") @Nullable String url)
            throws Exception {
        System.out.println("login: " + user + " / "
                + ResetPassword.of(user, home, Optional.ofNullable(url).filter(each -> !each.isBlank())));
    }

    @Command(name = "command-center", mixinStandardHelpOptions = true, description = "The command center alone, against SIAGA_DATABASE_URL.")
    void commandCenter(@Mixin Options options) throws Exception {
        SiagaSystem.commandCenterOnly(options);
    }
}
