package id.siaga.ingest.telemetry;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What a device may forget: every number from {@code from} to {@code through} of this session is stored, or given up.
 *
 * @param session counts the starts of the device's counter, as far as they were seen
 * @param from first number of the session, or null when the counter has wrapped since and all below is settled
 * @param through as the device writes it
 */
public record Receipt(String deviceId, long session, @Nullable Long from, long through, Instant at) {
}
