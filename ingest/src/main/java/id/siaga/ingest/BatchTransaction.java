package id.siaga.ingest;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import id.siaga.ingest.alert.Decisions;
import id.siaga.ingest.lane.Commit;
import id.siaga.ingest.lane.Parcel;
import id.siaga.ingest.lane.Stages;
import id.siaga.ingest.lane.Stages.Stage;
import id.siaga.ingest.mqtt.Ack;
import id.siaga.ingest.store.BatchWriter;
import id.siaga.ingest.store.BatchWriter.Repeats;
import id.siaga.ingest.store.Database;
import id.siaga.ingest.store.DeviceStates;
import id.siaga.ingest.store.Entry;
import id.siaga.ingest.store.Flight;
import id.siaga.ingest.store.Flight.Ending;
import id.siaga.ingest.store.Quarantine;
import id.siaga.ingest.store.sequence.SequenceLedger;
import id.siaga.ingest.telemetry.Reject;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * One lane's transaction, in order: what the batch consists of, readings, quarantine, decisions with their outbox rows, latest state, commit.
 * Nothing is stored without its decision or decided without its reading. Runs on the lane's thread.
 */
final class BatchTransaction implements Commit {

    private static final Duration STATE_EVERY = Duration.ofMillis(500);
    private static final int STATES_AT_ONCE = 16;

    private final Database database;
    private final Sorting sorting;
    private final Decisions decisions;
    private final SequenceLedger ledger;
    private final Stages stages;
    private final MeterRegistry meters;
    private final Clock clock;
    private final BatchWriter writer;
    private final Quarantine quarantine = new Quarantine();
    private final DeviceStates states = new DeviceStates(STATE_EVERY, STATES_AT_ONCE);
    private @Nullable Connection connection;

    BatchTransaction(Database database, Sorting sorting, Decisions decisions, SequenceLedger ledger, Stages stages,
            MeterRegistry meters, Clock clock) {
        this.stages = stages;
        this.database = database;
        this.writer = new BatchWriter(database.dialect());
        this.sorting = sorting;
        this.decisions = decisions;
        this.ledger = ledger;
        this.meters = meters;
        this.clock = clock;
    }

    @Override
    public List<Ack.Outcome> commit(List<Parcel> batch) throws SQLException {
        long begun = System.nanoTime();
        Sorted sorted = sorting.sort(batch);
        long known = stages.spent(Stage.KNOW, begun);
        Connection open = connection();
        Instant now = clock.instant();
        // As if nothing repeated, which is what nearly always happens: then all travels together.
        decisions.judge(open, sorted.entries());
        ledger.meet(open, sorted.entries());
        long judged = stages.spent(Stage.JUDGE, known);
        boolean plain = sorted.refused().isEmpty() && decisions.decided().isEmpty() && !ledger.due(now);
        Flight words = new Flight();
        if (plain) {
            states.board(words, now, batch.size(), Set.of());
        }
        Repeats repeats = writer.write(open, sorted.entries(), words, plain ? Ending.COMMIT : Ending.OPEN);
        long written = stages.spent(Stage.WRITE, judged);
        boolean landed = plain && repeats.isEmpty();
        if (!landed) {
            List<Entry> fresh = repeats.isEmpty() ? sorted.entries() : fresh(open, sorted, repeats);
            fresh.forEach(states::note);
            follow(open, sorted, batch.size(), now);
        }
        open.commit();
        committed(sorted, repeats, now);
        if (landed) {
            sorted.entries().forEach(states::note);
        }
        stages.spent(Stage.FINISH, written);
        return sorted.outcomes(repeats);
    }

    /** What goes with the readings and depends on them. */
    private void follow(Connection open, Sorted sorted, int messages, Instant now) throws SQLException {
        quarantine.write(open, sorted.refused());
        ledger.recognize(open, sorted.entries());
        ledger.write(open, now, messages);
        Flight rest = new Flight();
        decisions.board(rest);
        // An incident opens where the device now is, so its state goes with the decision.
        states.board(rest, now, messages, decisions.decided());
        rest.fly(open, Ending.COMMIT);
    }

    /** What is left without the repeats, judged anew. */
    private List<Entry> fresh(Connection open, Sorted sorted, Repeats repeats) throws SQLException {
        List<Entry> fresh = sorted.entries().stream().filter(entry -> !repeats.contains(entry)).toList();
        sorted.putAside(repeats.conflicts());
        decisions.rolledBack();
        decisions.judge(open, fresh);
        return fresh;
    }

    private void committed(Sorted sorted, Repeats repeats, Instant now) {
        writer.committed();
        sorting.committed();
        sorted.refused().forEach(refused -> count(refused.reason()));
        decisions.committed(clock.instant());
        states.written();
        ledger.committed(sorted.entries(), repeats, now);
    }

    @Override
    public void quarantine(Parcel parcel, Reject reason, String detail) throws SQLException {
        Connection open = connection();
        quarantine.write(open, List.of(
                new Quarantine.Case(parcel.principal(), parcel.format(), parcel.message(), reason, detail)));
        open.commit();
        count(reason);
        parcel.ack().because(reason, detail);
    }

    private void count(Reject reason) {
        Counter.builder("siaga.quarantined").description("Publications in quarantine")
                .tag("reason", reason.name().toLowerCase(Locale.ROOT)).register(meters).increment();
    }

    @Override
    public void idle() throws SQLException {
        Instant now = clock.instant();
        if (connection != null) {
            ledger.guard(connection, now);
        }
        while (states.due(now) || ledger.waiting()) {
            Connection open = connection();
            Flight words = new Flight();
            states.board(words, now, 0, Set.of());
            words.fly(open, Ending.OPEN);
            ledger.writeWaiting(open);
            open.commit();
            states.written();
            ledger.written(now);
        }
    }

    private Connection connection() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = database.lanes().getConnection();
            open.setAutoCommit(false);
            connection = open;
            ledger.attach(open, clock.instant());
        } else {
            ledger.guard(open, clock.instant());
        }
        return open;
    }

    @Override
    public void reset() {
        decisions.unknown();
        ledger.rolledBack();
        Connection broken = connection;
        connection = null;
        try {
            if (broken != null) {
                broken.close();
            }
        } catch (SQLException e) {
            // Already gone: a new connection is opened for the next batch.
        }
    }

    @Override
    public void close() {
        try {
            idle();
        } catch (SQLException e) {
            // The state is a view of the readings; the next reading of each device restores it.
        }
        reset();
    }
}
