package id.siaga.ingest.registry;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Connections that were not let in, as rows a person can see. Written by a thread of its own behind a bounded queue;
 * under attack it is rows and precision that are given up, never memory: what finds no room is only counted.
 */
public final class Refusals implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
    private static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");
    private static final String OTHERS = "(others)";
    private static final int NAME_CHARACTERS = 129;
    private static final int QUEUE = 1_024;
    private static final long POLL_MS = 250;

    private record Noted(String user, String reason, String what, String remote, Door door,
            Instant at) {
    }

    private final DataSource database;
    private final MeterRegistry meters;
    private final int namesPerDay;
    private final BlockingQueue<Noted> queue = new ArrayBlockingQueue<>(QUEUE);
    private final Set<String> names = new HashSet<>();
    private final Thread thread = Thread.ofPlatform().name("refusals").daemon().unstarted(this::run);
    private LocalDate day = LocalDate.EPOCH;
    private volatile boolean open = true;

    /** @param namesPerDay after so many different names the rest of a day shares one row for each reason */
    public Refusals(DataSource database, MeterRegistry meters, int namesPerDay) {
        this.database = database;
        this.meters = meters;
        this.namesPerDay = namesPerDay;
    }

    public void start() {
        thread.start();
    }

    /**
     * Takes note of a refusal; never blocks.
     *
     * @param what was asked for, empty when nothing was
     */
    public void note(String user, String reason, String what, String remote, Door door) {
        Counter.builder("siaga.connections.refused").description("Connections that were not let in")
                .tag("reason", reason).register(meters).increment();
        if (!queue.offer(new Noted(printable(user), reason, printable(what), printable(remote), door, Instant.now()))) {
            Counter.builder("siaga.connections.refused.unwritten").description("Refusals that are not in the table")
                    .register(meters).increment();
        }
    }

    private static String printable(String user) {
        StringBuilder clean = new StringBuilder();
        user.codePoints().limit(NAME_CHARACTERS)
                .forEach(each -> clean.appendCodePoint(Character.isISOControl(each) ? 0xFFFD : each));
        return clean.toString();
    }

    private void run() {
        List<Noted> batch = new ArrayList<>(QUEUE);
        while (open || !queue.isEmpty()) {
            try {
                Noted first = queue.poll(POLL_MS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    queue.drainTo(batch);
                    write(batch);
                }
            } catch (InterruptedException e) {
                open = false;
                return;
            }
            batch.clear();
        }
    }

    private void write(List<Noted> batch) {
        try (Connection connection = database.getConnection();
                PreparedStatement note = connection
                        .prepareStatement("CALL telemetry.note_refusal(?, ?, ?, ?, ?, ?, ?)")) {
            connection.setAutoCommit(false);
            for (Noted refusal : batch) {
                bind(note, refusal);
                note.addBatch();
            }
            note.executeBatch();
            connection.commit();
        } catch (SQLException | RuntimeException | AssertionError e) {
            // The driver asserts that a batch finds its connection open; a lost one must not end this thread.
            Counter.builder("siaga.connections.refused.unwritten").register(meters).increment(batch.size());
            LOG.atWarn().addKeyValue("cause", e.getMessage()).log("Refused connections are not in their table");
        }
    }

    private void bind(PreparedStatement note, Noted refusal) throws SQLException {
        LocalDate on = refusal.at().atZone(JAKARTA).toLocalDate();
        note.setObject(1, on);
        note.setString(2, nameOn(on, refusal.user()));
        note.setString(3, refusal.reason());
        note.setString(4, refusal.what());
        note.setString(5, refusal.remote());
        note.setObject(6, refusal.at().atOffset(ZoneOffset.UTC));
        note.setString(7, refusal.door().word());
    }

    private String nameOn(LocalDate on, String user) {
        if (!on.equals(day)) {
            day = on;
            names.clear();
        }
        if (names.contains(user)) {
            return user;
        }
        return names.size() < namesPerDay && names.add(user) ? user : OTHERS;
    }

    @Override
    public void close() {
        open = false;
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
