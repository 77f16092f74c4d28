package id.siaga.ingest.mqtt;

/**
 * How much of a broker's traffic one session holds.
 *
 * @param receiveMaximum QoS 1 messages the broker may have sent without our ack, 1…65535 (MQTT 5 §3.1.2.11.3)
 * @param maxWaitingBytes payload bytes that may wait for room in the lanes before the connection is no longer read
 * @param maxPacketBytes told to the broker, which throws larger packets away by itself (§3.1.2.11.4)
 * @param maxPayloadBytes a larger payload goes to quarantine
 */
public record BrokerBounds(int receiveMaximum, long maxWaitingBytes, int maxPacketBytes, int maxPayloadBytes) {

    /** @throws IllegalArgumentException naming the field and the reason */
    public BrokerBounds {
        BrokerSubscriptionConfig.within("receive maximum", receiveMaximum, 0xFFFF);
        BrokerSubscriptionConfig.require(maxWaitingBytes >= maxPacketBytes,
                "waiting bytes must be at least a packet's " + maxPacketBytes + ", not " + maxWaitingBytes);
        BrokerSubscriptionConfig.within("largest payload in bytes", maxPayloadBytes, maxPacketBytes);
    }

    /**
     * A window as wide as a busy machine's commits are slow (16,000 at one a second); the sizes are those of the devices'
     * own door.
     */
    public static BrokerBounds defaults() {
        return new BrokerBounds(16_000, 48L * 1024 * 1024, 256 * 1024, 64 * 1024);
    }

    public BrokerBounds withReceiveMaximum(int messages) {
        return new BrokerBounds(messages, maxWaitingBytes, maxPacketBytes, maxPayloadBytes);
    }
}
