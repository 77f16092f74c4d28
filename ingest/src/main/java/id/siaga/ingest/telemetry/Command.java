package id.siaga.ingest.telemetry;

import java.time.Instant;

/**
 * What a device is asked to do. Payload and life of a command: docs/commands.md.
 *
 * @param kind the word of its kind in the topic
 * @param arguments a JSON object
 * @param expiresAt after this it is no longer wanted
 */
public record Command(long commandId, String deviceId, String kind, String name, String arguments, Instant expiresAt) {

    /** Where the device listens for it. */
    public String topic() {
        return "city/" + kind + "/" + deviceId + "/cmd";
    }
}
