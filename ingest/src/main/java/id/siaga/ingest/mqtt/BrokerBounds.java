package id.siaga.ingest.mqtt;

/**
 * How much of a broker's traffic one session holds.
 *
 * @param receiveMaximum QoS 1 messages the broker may have sent without our ack, 1…65535 (MQTT 5 §3.1.2.11.3)
 * @param maxPacketBytes told to the broker, which throws larger packets away by itself (§3.1.2.11.4)
 * @param maxPayloadBytes a larger payload goes to quarantine
 */
public record BrokerBounds(int receiveMaximum, int maxPacketBytes, int maxPayloadBytes) {

    /** @throws IllegalArgumentException naming the field and the reason */
    public BrokerBounds {
        BrokerSubscriptionConfig.within("receive maximum", receiveMaximum, 0xFFFF);
        BrokerSubscriptionConfig.within("largest payload in bytes", maxPayloadBytes, maxPacketBytes);
    }

    /** The sizes are those of the devices' own door. */
    public static BrokerBounds defaults() {
        return new BrokerBounds(4_000, 256 * 1024, 64 * 1024);
    }

    public BrokerBounds withReceiveMaximum(int messages) {
        return new BrokerBounds(messages, maxPacketBytes, maxPayloadBytes);
    }
}
