package id.siaga.ingest.downlink;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

/** Who is asked to report more often, and when; read from {@code cadence.yaml}. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record CadencePlans(long tickMs, List<Plan> plans) {

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES).build();

    /**
     * One kind's cadence at a river post.
     *
     * @param rules while one of these has an alert open at the post, and {@code holdMinutes} longer
     * @param fastS seconds between two reports then
     * @param normalS and otherwise, for a device that never said
     * @param waitSeconds how long the command waits for the device before it is asked anew
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Plan(String kind, List<String> rules, int fastS, int normalS, int holdMinutes, int waitSeconds) {
    }

    /** Those that come with Siaga. */
    public static CadencePlans standard() {
        try (InputStream yaml = Objects.requireNonNull(CadencePlans.class.getResourceAsStream("cadence.yaml"))) {
            return YAML.readValue(yaml, CadencePlans.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
