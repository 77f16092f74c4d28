package id.siaga.ingest.mqtt;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * Sends acks in the order in which the messages came, whatever order the lanes commit in: brokers may rely on it
 * (MQTT 5 §4.6, MQTT-4.6.0-2). Bounded by the Receive Maximum.
 */
final class AckOrder {

    private final Deque<Integer> unsent = new ArrayDeque<>();
    private final Set<Integer> committed = new HashSet<>();
    private final IntConsumer send;

    AckOrder(IntConsumer send) {
        this.send = send;
    }

    synchronized void arrived(int packetId) {
        unsent.add(packetId);
    }

    synchronized void committed(int packetId) {
        committed.add(packetId);
        for (Integer next = unsent.peek(); next != null && committed.remove(next); next = unsent.peek()) {
            unsent.remove();
            send.accept(next);
        }
    }
}
