package id.siaga.ingest.downlink;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

/**
 * How commands reach devices, read from {@code downlink.yaml}.
 *
 * @param lookMs milliseconds between two looks at the queue
 * @param loanSeconds after which a command without a PUBACK is handed over again
 * @param mostAtOnce commands handed over in one look
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record DownlinkConfig(long lookMs, int loanSeconds, int mostAtOnce) {

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES).build();

    /** The one that comes with Siaga. */
    public static DownlinkConfig standard() {
        try (InputStream yaml = Objects.requireNonNull(DownlinkConfig.class.getResourceAsStream("downlink.yaml"))) {
            return YAML.readValue(yaml, DownlinkConfig.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Duration look() {
        return Duration.ofMillis(lookMs);
    }
}
