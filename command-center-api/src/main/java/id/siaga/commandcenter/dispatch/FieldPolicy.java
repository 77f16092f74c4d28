package id.siaga.commandcenter.dispatch;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import id.siaga.commandcenter.incident.Priority;
import id.siaga.commandcenter.unit.Journey;
import java.time.Duration;
import java.util.Map;

/** Deployment data of units and dispatch; settings.yaml says what each means, seconds and metres. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record FieldPolicy(long sweepS, double leaveM, double arriveM, long arriveS, long staleS, double accuracyM,
        int fixes, double roadFactor, long restS, long longestShiftS, long longestOverrideS, long defaultOverrideS,
        Map<Priority, Long> lateS, Map<Priority, Long> checkInS, Map<Priority, Long> silentS, int proposals,
        int unitsPerRequest, int positionsPerRequest, long positionRetainedS, int batch) {

    Journey.Bounds journey() {
        return new Journey.Bounds(leaveM, arriveM, Duration.ofSeconds(arriveS), Duration.ofSeconds(staleS));
    }

    Duration stale() {
        return Duration.ofSeconds(staleS);
    }
}
