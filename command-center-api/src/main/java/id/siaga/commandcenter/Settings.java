package id.siaga.commandcenter;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import id.siaga.commandcenter.closure.ClosurePolicy;
import id.siaga.commandcenter.enrolment.EnrolmentPolicy;
import id.siaga.commandcenter.audit.anchor.AnchorPolicy;
import id.siaga.commandcenter.device.RegistryLimits;
import id.siaga.commandcenter.dispatch.FieldPolicy;
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
        Enrolment enrolment, RegistryLimits registry, IncidentClocks incidentClocks, Anchors anchors,
        ClosurePolicy closure, FieldPolicy field, AccessSettings access) {

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

    /** How often, and how many at once. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record IncidentClocks(long sweepMs, int most) {
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

    /** Of the audit log's anchors. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Anchors(long lookS, long everyS, long records, long overdueS) {

        public AnchorPolicy policy() {
            return new AnchorPolicy(Duration.ofSeconds(lookS), Duration.ofSeconds(everyS), records,
                    Duration.ofSeconds(overdueS));
        }
    }

    StreamBounds streamBounds() {
        return new StreamBounds(sseFrameBytes, sseBufferBytes, sseWaitingBytes);
    }

    Incidents.Defaults incidentDefaults() {
        return new Incidents.Defaults(defaultCategory, defaultPriority);
    }
}
