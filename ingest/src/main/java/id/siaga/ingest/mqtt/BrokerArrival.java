package id.siaga.ingest.mqtt;

import java.time.Duration;

import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** Tells that a broker has taken a publication for somebody who listens. */
record BrokerArrival(Runnable arrived) implements MqttActionListener {

    private static final int QOS = 1;
    private static final int NOBODY_LISTENS = 0x10;

    /** At QoS 1, kept by the broker no longer than it is wanted (MQTT 5 §3.3.2.3.3). */
    static MqttMessage message(byte[] payload, Duration keep) {
        MqttProperties properties = new MqttProperties();
        properties.setMessageExpiryInterval(Math.max(1, keep.toSeconds()));
        return new MqttMessage(payload, QOS, false, properties);
    }

    @Override
    public void onSuccess(IMqttToken token) {
        int[] reasons = token.getReasonCodes();
        if (reasons == null || reasons.length == 0 || reasons[0] < NOBODY_LISTENS) {
            arrived.run();
        }
    }

    @Override
    public void onFailure(IMqttToken token, Throwable cause) {
        // The loan of the command runs out, and it is published again.
    }
}
