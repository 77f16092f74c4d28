package id.siaga.ingest;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import id.siaga.ingest.alert.Decisions;
import id.siaga.ingest.decode.Decoded;
import id.siaga.ingest.lane.Commit;
import id.siaga.ingest.lane.Parcel;
import id.siaga.ingest.lane.Stages;
import id.siaga.ingest.lane.Stages.Stage;
import id.siaga.ingest.mqtt.Ack;
import id.siaga.ingest.registry.Calibration;
import id.siaga.ingest.registry.Device;
import id.siaga.ingest.registry.Registry;
import id.siaga.ingest.store.BatchWriter;
import id.siaga.ingest.store.BatchWriter.Repeats;
import id.siaga.ingest.store.Database;
import id.siaga.ingest.store.DeviceStates;
import id.siaga.ingest.store.Entry;
import id.siaga.ingest.store.Flight;
import id.siaga.ingest.store.Flight.Ending;
import id.siaga.ingest.store.MessageIds;
import id.siaga.ingest.store.Quarantine;
import id.siaga.ingest.store.sequence.SequenceLedger;
import id.siaga.ingest.telemetry.Reject;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * One lane's transaction, in order: readings, quarantine, decisions with their outbox rows, latest state, commit.
 * Nothing is stored without its decision or decided without its reading. Runs on the lane's thread.
 */
final class BatchTransaction implements Commit {

    private static final Duration STATE_EVERY = Duration.ofMillis(500);
    private static final int STATES_AT_ONCE = 16;
    private static final Duration ECHO_WITHIN = Duration.ofSeconds(60);
    private static final int ECHOES_AT_MOST = 20_000;

    private final Database database;
    private final Registry registry;
    private final MessageIds ids;
    private final Decisions decisions;
    private final SequenceLedger ledger;
    private final Stages stages;
    private final MeterRegistry meters;
    private final Clock clock;
    private final BatchWriter writer;
    private final Quarantine quarantine = new Quarantine();
    private final Echoes echoes = new Echoes(ECHO_WITHIN, ECHOES_AT_MOST);
    private final DeviceStates states = new DeviceStates(STATE_EVERY, STATES_AT_ONCE);
    private @Nullable Connection connection;

    BatchTransaction(Database database, Registry registry, MessageIds ids, Decisions decisions, SequenceLedger ledger,
            Stages stages, MeterRegistry meters, Clock clock) {
        this.stages = stages;
        this.database = database;
        this.writer = new BatchWriter(database.dialect());
        this.registry = registry;
        this.ids = ids;
        this.decisions = decisions;
        this.ledger = ledger;
        this.meters = meters;
        this.clock = clock;
    }

    @Override
    public List<Ack.Outcome> commit(List<Parcel> batch) throws SQLException {
        long begun = System.nanoTime();
        Sorted sorted = sort(batch);
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
            List<Entry> fresh = repeats.isEmpty() ? sorted.entries() : fresh(open, batch, sorted, repeats);
            fresh.forEach(states::note);
            follow(open, sorted, batch.size(), now);
        }
        open.commit();
        committed(sorted, repeats, now);
        if (landed) {
            sorted.entries().forEach(states::note);
        }
        stages.spent(Stage.FINISH, written);
        return outcomes(sorted, repeats, batch);
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
    private List<Entry> fresh(Connection open, List<Parcel> batch, Sorted sorted, Repeats repeats)
            throws SQLException {
        List<Entry> fresh = sorted.entries().stream().filter(entry -> !repeats.contains(entry)).toList();
        putConflictsAside(batch, sorted, repeats);
        decisions.rolledBack();
        decisions.judge(open, fresh);
        return fresh;
    }

    private void committed(Sorted sorted, Repeats repeats, Instant now) {
        writer.committed();
        echoes.committed();
        sorted.refused().forEach(refused -> count(refused.reason()));
        decisions.committed(clock.instant());
        states.written();
        ledger.committed(sorted.entries(), repeats, now);
    }

    /** What a batch consists of; {@code entryOf} has an entry, or null, for each parcel in order. */
    private record Sorted(List<Entry> entries, List<Quarantine.Case> refused, List<@Nullable Entry> entryOf,
            Set<Long> echoes) {
    }

    private Sorted sort(List<Parcel> batch) throws SQLException {
        echoes.begin();
        Sorted sorted = new Sorted(new ArrayList<>(batch.size()), new ArrayList<>(), new ArrayList<>(batch.size()),
                new HashSet<>());
        for (Parcel parcel : batch) {
            switch (parcel.decoded()) {
                case Decoded.Ignored ignored -> sorted.entryOf().add(null);
                case Decoded.Rejected(Reject reason, String detail) -> refuse(sorted, parcel, reason, detail);
                case Decoded.Report report -> report(sorted, parcel, report);
            }
        }
        return sorted;
    }

    private static void refuse(Sorted sorted, Parcel parcel, Reject reason, String detail) {
        parcel.ack().because(reason, detail);
        sorted.refused().add(
                new Quarantine.Case(parcel.principal(), parcel.format(), parcel.message(), reason, detail));
        sorted.entryOf().add(null);
    }

    private void report(Sorted sorted, Parcel parcel, Decoded.Report report) throws SQLException {
        if (!permitted(parcel.principal(), registry.deviceId(report.deviceId()))) {
            refuse(sorted, parcel, Reject.NOT_PERMITTED,
                    "device: " + parcel.principal() + " may not speak for " + report.deviceId());
            return;
        }
        Optional<Device> device = device(parcel, report);
        if (device.isEmpty()) {
            refuse(sorted, parcel, Reject.UNKNOWN_DEVICE,
                    "device: " + report.deviceId() + " is not registered, or retired");
            return;
        }
        Entry entry = new Entry(ids.next(parcel.message().receivedAt()), device.get(), parcel.message(),
                parcel.format(), report,
                report.samples().stream().map(sample -> Calibration.apply(device.get(),
                        registry.mounting(device.get(), sample.observedAt()), sample)).toList());
        if (echoes.repeats(report, parcel.message().receivedAt())) {
            sorted.echoes().add(entry.messageId());
        } else {
            sorted.entries().add(entry);
        }
        sorted.entryOf().add(entry);
    }

    private static void putConflictsAside(List<Parcel> batch, Sorted sorted, Repeats repeats) {
        for (int i = 0; i < batch.size(); i++) {
            Entry entry = sorted.entryOf().get(i);
            if (entry != null && repeats.conflicts().contains(entry.messageId())) {
                Parcel parcel = batch.get(i);
                String detail = "ts: another message with the same device time was stored first";
                parcel.ack().because(Reject.CONFLICT, detail);
                sorted.refused().add(new Quarantine.Case(parcel.principal(), parcel.format(), parcel.message(),
                        Reject.CONFLICT, detail));
            }
        }
    }

    /** The door looked at the topic; this looks at what the payload turned out to speak of. */
    private boolean permitted(String principal, String deviceId) throws SQLException {
        if (principal.isEmpty() || principal.equals(deviceId)) {
            return true;
        }
        return registry.find(principal).map(device -> device.speaksFor(deviceId, () -> registry.known(deviceId)))
                .orElseGet(() -> deviceId.startsWith(principal + "/"));
    }

    private Optional<Device> device(Parcel parcel, Decoded.Report report) throws SQLException {
        Optional<Device> device = registry.find(report.deviceId());
        return device.isPresent()
                ? device.filter(each -> each.status() != Device.Status.RETIRED)
                : registry.enrol(report.deviceId(), parcel.kind());
    }

    private static List<Ack.Outcome> outcomes(Sorted sorted, Repeats repeats, List<Parcel> batch) {
        List<Ack.Outcome> outcomes = new ArrayList<>(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            Entry entry = sorted.entryOf().get(i);
            boolean echo = entry != null && sorted.echoes().contains(entry.messageId());
            outcomes.add(echo ? Ack.Outcome.DUPLICATE : outcome(entry, repeats, batch.get(i)));
        }
        return outcomes;
    }

    private static Ack.Outcome outcome(@Nullable Entry entry, Repeats repeats, Parcel parcel) {
        if (entry == null) {
            return parcel.decoded() instanceof Decoded.Ignored ? Ack.Outcome.IGNORED : Ack.Outcome.QUARANTINED;
        }
        if (repeats.conflicts().contains(entry.messageId())) {
            return Ack.Outcome.QUARANTINED;
        }
        return repeats.duplicates().contains(entry.messageId()) ? Ack.Outcome.DUPLICATE : Ack.Outcome.STORED;
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
