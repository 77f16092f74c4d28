package id.siaga.simulator.bench;

import java.util.concurrent.locks.LockSupport;

/** Sends what is due on one event loop, each message with the time at which it was due. */
final class Pace {

    private final Load.Loop loop;
    private final long start;
    private final long interval;
    private final long total;
    private volatile long sent;

    Pace(Load.Loop loop, long start, long interval, long total) {
        this.loop = loop;
        this.start = start;
        this.interval = interval;
        this.total = total;
    }

    /** Calls the event loop at the moment each message is due; a timer's millisecond would count as latency. */
    void keep() {
        for (long due = 0; due < total; due++) {
            for (long left = untilDue(due); left > 0; left = untilDue(due)) {
                LockSupport.parkNanos(left);
            }
            if (due >= sent) {
                loop.context().runOnContext(now -> catchUp());
            }
        }
    }

    private long untilDue(long message) {
        return start + message * interval - System.nanoTime();
    }

    private void catchUp() {
        long now = System.nanoTime();
        long next = sent;
        while (next < total && start + next * interval <= now) {
            loop.devices().get((int) (next % loop.devices().size())).send(start + next * interval);
            next++;
        }
        sent = next;
    }
}
