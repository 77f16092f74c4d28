package id.siaga.ingest.http;

import org.jspecify.annotations.Nullable;

import id.siaga.ingest.mqtt.Ack;
import id.siaga.ingest.telemetry.Reject;

/**
 * What became of one message.
 *
 * @param reason why it is in quarantine, null when it is not
 * @param detail the fault and where in the payload it is, for a person
 */
record Fate(Ack.Outcome outcome, @Nullable Reject reason, String detail) {

    private static final String TOPIC = "topic";

    /** The member of the message that is at fault: {@code topic} or {@code payload}. */
    String field() {
        return detail.startsWith(TOPIC) ? TOPIC : "payload";
    }
}
