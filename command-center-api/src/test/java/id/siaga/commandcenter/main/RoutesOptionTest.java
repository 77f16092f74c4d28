package id.siaga.commandcenter.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.siaga.ingest.decode.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RoutesOptionTest {

    @Test
    void aCitysOwnTableTakesThePlaceOfTheOneThatShips(@TempDir Path directory) throws IOException {
        Options options = options(directory,
                "routes: [{topic: 'pupr/{device}/data', format: city-json, options: {a: b}}]");
        options.check();

        Route route = options.routes().match("pupr/pos-1/data").orElseThrow();
        assertThat(route.deviceId()).isEqualTo("pos-1");
        assertThat(route.options()).containsEntry("a", "b");
        assertThat(options.routes().match("city/flood/pos-1/telemetry")).isEmpty();
        assertThat(options.ingest().routes().match("pupr/pos-1/data")).isPresent();
        assertThat(new Options().routes().match("city/flood/pos-1/telemetry")).isPresent();
    }

    @Test
    void aBadTableStopsTheStartAndIsNamed(@TempDir Path directory) throws IOException {
        Options options = options(directory, "routes: [{topic: a, format: morse}]");

        assertThatThrownBy(options::check).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--routes").hasMessageContaining("morse");
    }

    private static Options options(Path directory, String table) throws IOException {
        Path file = Files.writeString(directory.resolve("routes.yaml"), table);
        return CommandLine.populateCommand(new Options(), "--routes", file.toString());
    }
}
