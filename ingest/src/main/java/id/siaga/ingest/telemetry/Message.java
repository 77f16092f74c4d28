package id.siaga.ingest.telemetry;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * One publication as it came through a door: topic and bytes untouched.
 *
 * @param receivedAt when the door read it, the one clock that is always there
 * @param retained the broker replayed a stored state: a snapshot, never a fresh sample
 * @param contentType MQTT 5 Content Type, when the sender gave one
 * @param userProperties MQTT 5 User Properties, the last value of each name
 */
public record Message(String topic, byte[] payload, Instant receivedAt, boolean retained, @Nullable String contentType,
        Map<String, String> userProperties) {

    /** The same publication with other bytes: those that may be stored. */
    public Message keeping(byte[] bytes) {
        return new Message(topic, bytes, receivedAt, retained, contentType, userProperties);
    }

    public static Message of(String topic, byte[] payload, Instant receivedAt) {
        return new Message(topic, payload, receivedAt, false, null, Map.of());
    }
}
