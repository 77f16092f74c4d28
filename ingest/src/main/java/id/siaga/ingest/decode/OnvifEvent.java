package id.siaga.ingest.decode;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import id.siaga.ingest.telemetry.Clocks;
import id.siaga.ingest.telemetry.Message;

/**
 * One event message.
 *
 * @param source what it is about, tokens by name
 * @param data its values, numbers and truths often as text
 * @param utc the camera's clock
 */
record OnvifEvent(OnvifTopic topic, Members source, Members data, @Nullable Instant utc, Message message) {

    Clocks clocks() {
        return Clocks.choose(message, utc, null, null);
    }

    /** The tokens of the source, joined: which door, which video input. */
    String component() {
        return CameraSource.component(source.object());
    }
}
