package id.siaga.ingest.mqtt;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;

import id.siaga.ingest.telemetry.Message;

/** A message together with the one connection on which its packet id means something. */
record Arrival(BrokerConnection connection, int packetId, int qos, Message message) implements Ack {

    static Arrival of(BrokerConnection connection, String topic, MqttMessage packet) {
        Map<String, String> properties = new HashMap<>();
        for (UserProperty property : packet.getProperties().getUserProperties()) {
            properties.put(property.getKey(), property.getValue());
        }
        return new Arrival(connection, packet.getId(), packet.getQos(), new Message(topic, packet.getPayload(),
                Instant.now(), packet.isRetained(), packet.getProperties().getContentType(), Map.copyOf(properties)));
    }

    @Override
    public void tell(Outcome outcome) {
        if (qos > 0) {
            connection.acknowledge(packetId);
        }
    }

    /** The broker will send it again on the next connection; QoS 0 it never does. */
    boolean comesAgain() {
        return qos > 0 && connection.lost();
    }
}
