package id.siaga.ingest.telemetry;

import java.time.Instant;
import java.util.Map;

/**
 * Something that happened, as opposed to something measured: a region left, a reboot, a door forced.
 *
 * @param type dotted word such as {@code geofence.leave}
 * @param attributes plain text, free of personal data
 */
public record DeviceEvent(String type, Instant observedAt, TimeSource timeSource, int flags,
        Map<String, String> attributes) {
}
