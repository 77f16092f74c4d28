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

    @Option(names = "--api-only", description = "measure only how long lists and searches take")
    private boolean only;

    @Option(names = "--api-rate", paramLabel = "R", defaultValue = "40", description = "pages of lists a second (${DEFAULT-VALUE})")
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
            tell("storing " + ApiStock.STORED + " incidents, " + ApiStock.AUDITED + " audit records");
            new ApiStock(Files.readString(home.resolve("database-url"), StandardCharsets.UTF_8).strip())
                    .store(siaga.login().user());
            ApiLoad load = load(siaga);
            tell("lists and searches, warm-up");
            load.ask(rate, scale.warmUp());
            tell("lists and searches");
            return ApiReport.of(rate, load.ask(rate, scale.phase()));
        } finally {
            Bench.delete(home);
        }
    }

    private static ApiLoad load(SiagaProcess siaga) throws IOException, InterruptedException {
        String password = siaga.login().password();
        CommandCenter city = CommandCenter.login(siaga.http(), siaga.login().user(), password);
        CommandCenter operator = CommandCenter.login(siaga.http(), ApiStock.OPERATOR, password);
        return new ApiLoad(siaga.http(),
                Map.of(ApiQuery.Who.CITY, city.token(), ApiQuery.Who.OPERATOR, operator.token()), ApiPlaces.of(city),
                ApiQuery.all());
    }

    private static void tell(String phase) {
        System.err.println("bench: " + phase);
    }
}
