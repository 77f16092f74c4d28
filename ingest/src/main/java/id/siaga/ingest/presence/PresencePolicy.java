package id.siaga.ingest.presence;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

/** How often silence is judged, and how long a device may be silent when no rule of its kind says so: {@code presence.yaml}. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record PresencePolicy(long tickMs, int intervals, long leastSeconds, long otherwiseSeconds) {

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES).build();

    /** The one that comes with Siaga. */
    public static PresencePolicy standard() {
        try (InputStream yaml = Objects.requireNonNull(PresencePolicy.class.getResourceAsStream("presence.yaml"))) {
            return YAML.readValue(yaml, PresencePolicy.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Between two judgements. */
    public Duration tick() {
        return Duration.ofMillis(tickMs);
    }

    Duration timeout(Optional<Duration> interval) {
        Duration least = Duration.ofSeconds(leastSeconds);
        return interval.map(each -> each.multipliedBy(intervals)).map(each -> each.compareTo(least) < 0 ? least : each)
                .orElse(Duration.ofSeconds(otherwiseSeconds));
    }

    /** The reporting period to count from when the device never said one. */
    Duration assumed(Duration timeout) {
        return timeout.dividedBy(intervals);
    }
}
