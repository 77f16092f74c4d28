package id.siaga.simulator.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import picocli.CommandLine;

/** The drill in short: every part breaks once under load, and every promise holds. */
class DrillIT {

    private static final int MESSAGES = 20_000;

    @Test
    void everyPartBreaksAndEveryPromiseHolds(@TempDir Path folder) throws Exception {
        Path json = folder.resolve("drill.json");
        int code = new CommandLine(new Drill()).setCaseInsensitiveEnumValuesAllowed(true).execute("--launcher",
                Path.of(System.getProperty("siaga.root"), "siaga").toString(), "--messages",
                Integer.toString(MESSAGES), "--rate", "2000", "--devices", "50", "--kills", "1", "--stall", "3",
                "--replay", "2", "--json", json.toString());
        JsonNode found = new ObjectMapper().readTree(json.toFile());
        assertThat(code).as(found.toPrettyString()).isZero();
        assertThat(found.path("passed").booleanValue()).isTrue();
        assertThat(found.path("published").asLong()).isGreaterThanOrEqualTo(MESSAGES);
        assertThat(found.path("stored").asLong()).isEqualTo(found.path("published").asLong());
        assertThat(found.path("acked").asLong() + found.path("broker_acked").asLong())
                .isEqualTo(found.path("published").asLong());
        assertThat(found.path("receipted_missing").asLong()).isZero();
        assertThat(found.path("receipts_early").asLong()).isZero();
        assertThat(found.path("receipts_checked").asLong()).isPositive();
        assertThat(struck(found)).isEqualTo(expected());
    }

    private static Set<String> struck(JsonNode found) {
        Set<String> struck = new HashSet<>();
        found.path("faults")
                .forEach(line -> struck.add(line.path("part").asText() + " " + line.path("kind").asText()));
        return struck;
    }

    private static Set<String> expected() {
        Set<String> expected = new HashSet<>(
                Set.of("ingest kill", "database kill", "database stall", "network pause", "network cut"));
        if (Files.isExecutable(MosquittoProcess.PROGRAM)) {
            expected.add("broker kill");
        }
        return expected;
    }
}
