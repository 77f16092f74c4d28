package id.siaga.simulator.fleet;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a device keeps until it is acknowledged, as a logger with flash memory does: reports in flight by packet id, and
 * reports waiting for a connection or for room in the window. Both bounded; when full, the oldest waiting one is lost.
 */
final class Backlog {

    private final int window;
    private final int room;
    private final Map<Integer, byte[]> inFlight = new LinkedHashMap<>();
    private final Deque<byte[]> waiting = new ArrayDeque<>();

    Backlog(int window, int room) {
        this.window = window;
        this.room = room;
    }

    boolean hasWindow() {
        return inFlight.size() < window;
    }

    void sent(int packetId, byte[] report) {
        inFlight.put(packetId, report);
    }

    void acknowledged(int packetId) {
        inFlight.remove(packetId);
    }

    /** Keeps a report for later; returns how many had to be given up for it. */
    int keep(byte[] report) {
        waiting.addLast(report);
        int lost = Math.max(0, waiting.size() - room);
        for (int i = 0; i < lost; i++) {
            waiting.removeFirst();
        }
        return lost;
    }

    /** The oldest waiting report, or null. */
    byte @Nullable [] next() {
        return waiting.pollFirst();
    }

    /** The connection broke: what was in flight waits again, before everything younger. */
    void rewind() {
        Collection<byte[]> younger = new ArrayList<>(waiting);
        waiting.clear();
        waiting.addAll(inFlight.values());
        waiting.addAll(younger);
        inFlight.clear();
    }
}
