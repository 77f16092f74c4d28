package id.siaga.commandcenter;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import id.siaga.commandcenter.enrolment.EnrolmentPolicy;
import id.siaga.commandcenter.device.RegistryLimits;
import id.siaga.commandcenter.http.StreamBounds;
import id.siaga.commandcenter.incident.Incidents;
import id.siaga.commandcenter.incident.Priority;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;

/** Deployment data; see settings.yaml for meanings and units. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Settings(long sweepS, int rehearsals, long streamRetained, long streamSweepS, long reopenWithinS,
        long trendWindowS,
        String defaultCategory, Priority defaultPriority, long idempotencyS, int maxDevicesPerRequest,
        long maxBodyBytes, int workers, int sseBufferBytes,
        int sseFrameBytes, int sseWaitingBytes,
        Enrolment enrolment, RegistryLimits registry, AccessSettings access) {

    public static Settings shipped() {
        try (InputStream yaml = Objects.requireNonNull(Settings.class.getResourceAsStream("settings.yaml"))) {
            return read(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Settings read(InputStream yaml) throws IOException {
        return new YAMLMapper().readValue(yaml, Settings.class);
    }

    /** Of secrets, certificates and claim codes. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Enrolment(long graceS, long longestGraceS, long certificateS, long authorityS, int mostCodes,
            long longestClaimS, int attempts, long pauseS) {

        EnrolmentPolicy policy() {
            return new EnrolmentPolicy(Duration.ofSeconds(graceS), Duration.ofSeconds(longestGraceS),
                    Duration.ofSeconds(certificateS), Duration.ofSeconds(authorityS), mostCodes,
                    Duration.ofSeconds(longestClaimS), attempts, Duration.ofSeconds(pauseS));
        }
    }

    StreamBounds streamBounds() {
        return new StreamBounds(sseFrameBytes, sseBufferBytes, sseWaitingBytes);
    }

    Incidents.Defaults incidentDefaults() {
        return new Incidents.Defaults(defaultCategory, defaultPriority);
    }
}
