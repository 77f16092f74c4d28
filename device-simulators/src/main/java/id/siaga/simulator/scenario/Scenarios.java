package id.siaga.simulator.scenario;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds scenarios by the names that come with the simulators, or by file. */
public final class Scenarios {

    /** What the demonstration plays. */
    public static final List<String> DEMO = List.of("bekasi-2025-03-04", "patroli", "cctv-kota", "wifi-publik",
            "pengerahan");

    /** Every kind of device there is: what {@code simulate} plays unless told otherwise. */
    public static final List<String> ALL = Stream
            .concat(DEMO.stream(), Stream.of("pusat-komando", "jaringan-kota", "hujan-pompa")).toList();

    private static final ObjectMapper YAML = mapper();

    private Scenarios() {
    }

    /** The scenario of that name, or the one in that file; fails naming the unknown field or the missing file. */
    public static Scenario named(String nameOrFile) {
        try (InputStream yaml = open(nameOrFile)) {
            return YAML.readValue(yaml, Scenario.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("scenario " + nameOrFile + ": " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("scenario " + nameOrFile, e);
        }
    }

    private static InputStream open(String nameOrFile) throws IOException {
        @Nullable
        InputStream shipped = Scenarios.class.getResourceAsStream("/scenario/" + nameOrFile + ".yaml");
        if (shipped != null) {
            return shipped;
        }
        Path file = Path.of(nameOrFile);
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("scenario: neither a known name nor a file: " + nameOrFile);
        }
        return Files.newInputStream(file);
    }

    private static ObjectMapper mapper() {
        ObjectMapper mapper = new YAMLMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
        mapper.configOverride(List.class).setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY));
        return mapper;
    }
}
