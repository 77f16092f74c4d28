package id.siaga.simulator.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import id.siaga.simulator.SiagaProcess;
import id.siaga.simulator.fleet.CommandCenter;
import picocli.CommandLine.Option;

/** The part of the benchmark that asks the API for pages, of a system and an embedded database of its own. */
final class ApiBench {

    private static final Duration READY_WITHIN = Duration.ofMinutes(3);

    @Option(names = "--api-only", description = "measure only how long pages of incidents take")
    private boolean only;

    @Option(names = "--api-rate", paramLabel = "R", defaultValue = "40", description = "pages of incidents a second (${DEFAULT-VALUE})")
    private int rate;

    boolean alone() {
        return only;
    }

    /** Stores the incidents in a fresh database, warms up and asks. */
    ApiReport measure(Path launcher, Scale scale) throws Exception {
        Path home = Files.createTempDirectory("siaga-bench-api");
        try (SiagaProcess siaga = SiagaProcess.start(launcher, home, FreePort.next(), FreePort.next(), line -> {
        })) {
            siaga.awaitReady(READY_WITHIN);
            tell("storing " + ApiStock.STORED + " incidents");
            new ApiStock(Files.readString(home.resolve("database-url"), StandardCharsets.UTF_8).strip())
                    .store(siaga.login().user());
            ApiLoad load = new ApiLoad(siaga.http(), tokens(siaga), ApiQuery.all());
            tell("pages of incidents, warm-up");
            load.ask(rate, scale.warmUp());
            tell("pages of incidents");
            return ApiReport.of(rate, load.ask(rate, scale.phase()));
        } finally {
            Bench.delete(home);
        }
    }

    private static Map<ApiQuery.Who, String> tokens(SiagaProcess siaga) throws IOException, InterruptedException {
        String password = siaga.login().password();
        return Map.of(
                ApiQuery.Who.PUSAT, CommandCenter.login(siaga.http(), siaga.login().user(), password).token(),
                ApiQuery.Who.KORLAP, CommandCenter.login(siaga.http(), ApiStock.KORLAP, password).token());
    }

    private static void tell(String phase) {
        System.err.println("bench: " + phase);
    }
}
