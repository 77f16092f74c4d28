package id.siaga.commandcenter.http;

import id.siaga.commandcenter.device.Completeness;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** How complete a device's data is. */
public record CompletenessEndpoints(Completeness completeness, Clock clock) {
    private static final Duration DEFAULT = Duration.ofDays(1);
    private static final Duration LONGEST = Duration.ofDays(31);

    public Map<String, Endpoint> byOperation() {
        return Map.of("completeness", this::completeness);
    }

    private Reply completeness(Call call) {
        Instant now = clock.instant();
        Instant to = call.instant("to").orElse(now);
        Instant from = call.instant("from").orElseGet(() -> to.minus(DEFAULT));
        if (!from.isBefore(to)) {
            throw Problem.field("from", "harus sebelum to (before to)");
        }
        if (Duration.between(from, to).compareTo(LONGEST) > 0) {
            throw Problem.field("from", "paling jauh %d hari sebelum to (days before to at most)"
                    .formatted(LONGEST.toDays()));
        }
        String deviceId = call.path("device_id");
        return Reply.ok(completeness.of(deviceId, from, to, now)
                .orElseThrow(() -> Problem.missing("perangkat " + deviceId)));
    }
}
