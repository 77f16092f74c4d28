package id.siaga.ingest.platform;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

/** How the platform judges itself, read from {@code platform.yaml}; a mistake in it stops the start. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record PlatformRules(long probeMs, long tickMs, long windowSeconds, List<PlatformRule> rules) {

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES).build();

    /** Those that come with Siaga. */
    public static PlatformRules standard() {
        try (InputStream yaml = Objects.requireNonNull(PlatformRules.class.getResourceAsStream("platform.yaml"))) {
            return load(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws IOException naming the field that is missing, unknown or of the wrong type */
    public static PlatformRules load(InputStream yaml) throws IOException {
        return YAML.readValue(yaml, PlatformRules.class);
    }

    /** How often the database is asked whether it works. */
    public Duration probeEvery() {
        return Duration.ofMillis(probeMs);
    }

    Duration tick() {
        return Duration.ofMillis(tickMs);
    }

    Duration window() {
        return Duration.ofSeconds(windowSeconds);
    }
}
