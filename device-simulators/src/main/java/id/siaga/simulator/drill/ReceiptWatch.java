package id.siaga.simulator.drill;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Holds receipts against the tables soon after they came: at the end of the drill a repetition may have stored what a
 * receipt promised too early. Each look takes the newest receipt of every gauge.
 */
final class ReceiptWatch implements AutoCloseable {

    private static final Duration EVERY = Duration.ofMillis(500);

    private final List<Gauges> gauges;
    private final Timetable timetable;
    private final Tables tables;
    private final Map<String, Long> checkedThrough = new HashMap<>();
    private final AtomicLong checked = new AtomicLong();
    private final AtomicLong early = new AtomicLong();
    private final Thread watcher;

    ReceiptWatch(List<Gauges> gauges, Timetable timetable, Tables tables) {
        this.gauges = List.copyOf(gauges);
        this.timetable = timetable;
        this.tables = tables;
        this.watcher = Thread.ofVirtual().name("receipt-watch").unstarted(this::watch);
    }

    void start() {
        watcher.start();
    }

    private void watch() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                look();
                Thread.sleep(EVERY);
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    private void look() {
        List<Tables.Claim> claims = claims();
        try {
            early.addAndGet(tables.unfulfilled(claims));
            checked.addAndGet(claims.size());
            claims.forEach(claim -> checkedThrough.put(claim.deviceId(), claim.through()));
        } catch (SQLException e) {
            // A database that is away is asked again about the same receipts.
        }
    }

    /** What the newest receipts say beyond those checked before. */
    private List<Tables.Claim> claims() {
        List<Tables.Claim> claims = new ArrayList<>();
        for (Gauges group : gauges) {
            for (Identity who : group.identities()) {
                long through = group.progress().receiptedThrough(who.id());
                long after = checkedThrough.getOrDefault(who.id(), 0L);
                if (through > after) {
                    claims.add(new Tables.Claim(who.id(), after, through, at(who, after), at(who, through)));
                }
            }
        }
        return claims;
    }

    private Instant at(Identity who, long number) {
        return Instant.ofEpochMilli(timetable.deviceMillis(who.device(), number));
    }

    /** What was found so far, and nothing else. */
    ReceiptTally found() {
        return new ReceiptTally(0, checked.get(), early.get(), 0, 0, 0);
    }

    @Override
    public void close() {
        watcher.interrupt();
    }
}
