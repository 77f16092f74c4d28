package id.siaga.ingest.mqtt;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import io.vertx.mqtt.messages.codes.MqttPubAckReasonCode;
import io.vertx.mqtt.messages.codes.MqttPubRecReasonCode;

/**
 * How a publication is answered. MQTT 5 has a reason for each; MQTT 3.1.1 has no word for no: MQTT-3.3.5-2 leaves a
 * positive ack or closing.
 */
enum Verdict {
    ACCEPTED(MqttPubAckReasonCode.SUCCESS, MqttPubRecReasonCode.SUCCESS, null), UNREADABLE(
            MqttPubAckReasonCode.PAYLOAD_FORMAT_INVALID,
            MqttPubRecReasonCode.PAYLOAD_FORMAT_INVALID,
            null), NOT_STORED(
                    MqttPubAckReasonCode.UNSPECIFIED_ERROR,
                    MqttPubRecReasonCode.UNSPECIFIED_ERROR,
                    MqttDisconnectReasonCode.UNSPECIFIED_ERROR), FORBIDDEN(
                            MqttPubAckReasonCode.NOT_AUTHORIZED,
                            MqttPubRecReasonCode.NOT_AUTHORIZED,
                            MqttDisconnectReasonCode.NOT_AUTHORIZED);

    private final MqttPubAckReasonCode pubAck;
    private final MqttPubRecReasonCode pubRec;
    private final @Nullable MqttDisconnectReasonCode closing;

    Verdict(MqttPubAckReasonCode pubAck, MqttPubRecReasonCode pubRec, @Nullable MqttDisconnectReasonCode closing) {
        this.pubAck = pubAck;
        this.pubRec = pubRec;
        this.closing = closing;
    }

    static Verdict of(Ack.Outcome outcome) {
        return switch (outcome) {
            case STORED, DUPLICATE, IGNORED -> ACCEPTED;
            case QUARANTINED -> UNREADABLE;
            case NOT_STORED -> NOT_STORED;
        };
    }

    MqttPubAckReasonCode pubAck() {
        return pubAck;
    }

    MqttPubRecReasonCode pubRec() {
        return pubRec;
    }

    /** Why a 3.1.1 connection is closed instead of being answered; empty when it is answered. */
    Optional<MqttDisconnectReasonCode> closing() {
        return Optional.ofNullable(closing);
    }
}
