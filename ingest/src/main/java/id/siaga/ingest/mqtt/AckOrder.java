package id.siaga.ingest.mqtt;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Sends acks in the order in which the messages came, whatever order the lanes commit in: brokers may rely on it
 * (MQTT 5 §4.6, MQTT-4.6.0-2). Bounded by the Receive Maximum.
 */
final class AckOrder {

    private final Map<Integer, Boolean> committed = new LinkedHashMap<>();
    private final IntConsumer send;
    private int heldBack;
    private long heldSince;

    AckOrder(IntConsumer send) {
        this.send = send;
    }

    synchronized void arrived(int packetId) {
        committed.put(packetId, false);
    }

    /** Told twice, or of a packet that never came, it does nothing: the id may already be another message's. */
    synchronized void committed(int packetId) {
        if (!Boolean.FALSE.equals(committed.get(packetId))) {
            return;
        }
        committed.put(packetId, true);
        heldBack++;
        if (release() > 0 || heldBack == 1) {
            heldSince = System.nanoTime();
        }
    }

    /**
     * How long commits have waited for one message before them, which its lane seems to have lost; zero when none
     * waits.
     */
    synchronized Duration heldBack() {
        return heldBack == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - heldSince);
    }

    private int release() {
        int sent = 0;
        Iterator<Map.Entry<Integer, Boolean>> oldest = committed.entrySet().iterator();
        for (boolean go = true; go && oldest.hasNext();) {
            Map.Entry<Integer, Boolean> next = oldest.next();
            go = next.getValue();
            if (go) {
                oldest.remove();
                heldBack--;
                sent++;
                send.accept(next.getKey());
            }
        }
        return sent;
    }
}
