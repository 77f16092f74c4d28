package id.siaga.ingest;

import static id.siaga.ingest.RunningIngest.level;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;

import id.siaga.ingest.alert.AlertLog;
import id.siaga.ingest.alert.Decisions;
import id.siaga.ingest.alert.History;
import id.siaga.ingest.alert.Subjects;
import id.siaga.ingest.decode.Decoders;
import id.siaga.ingest.decode.Routes;
import id.siaga.ingest.lane.Commit;
import id.siaga.ingest.lane.LaneConfig;
import id.siaga.ingest.lane.Interpreter;
import id.siaga.ingest.lane.Lanes;
import id.siaga.ingest.lane.Parcel;
import id.siaga.ingest.lane.Stages;
import id.siaga.ingest.mqtt.Ack;
import id.siaga.ingest.mqtt.Receipts;
import id.siaga.ingest.registry.Registry;
import id.siaga.ingest.registry.Registry.Enrolment;
import id.siaga.ingest.rule.RuleBook;
import id.siaga.ingest.store.MessageIds;
import id.siaga.ingest.store.sequence.LaneCheckpoint;
import id.siaga.ingest.store.sequence.SequenceLedger;
import id.siaga.ingest.store.sequence.SequenceMetrics;
import id.siaga.ingest.store.sequence.SequencePolicy;
import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Reject;
import io.micrometer.core.instrument.MeterRegistry;

/** One lane with its real transaction, around which a test may throw. */
final class LaneUnderTest {

    static final int MESSAGES = 64;

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private final Queue<String> told = new ConcurrentLinkedQueue<>();
    private final TestDatabase database;
    private final MeterRegistry meters;
    private final Stages stages;

    LaneUnderTest(TestDatabase database, MeterRegistry meters) {
        this.database = database;
        this.meters = meters;
        this.stages = new Stages(meters);
    }

    /**
     * One batch of all messages, held together by a lock on their table.
     *
     * @param before is given each batch before it is committed, and may throw
     * @return each message's number and what its sender was told, in the order of telling
     */
    Queue<String> deliver(UnaryOperator<List<Parcel>> before) throws Exception {
        Registry registry = new Registry(database.database().source(), Enrolment.CLOSED);
        registry.load();
        Interpreter interpreter = new Interpreter(Routes.standard(), Decoders::named, registry::kind,
                registry::deviceId);
        try (Lanes lanes = new Lanes(interpreter, small(),
                number -> new Interrupted(transaction(registry, new MessageIds(1)), before),
                stages, meters);
                Connection lock = database.database().source().getConnection();
                Statement hold = lock.createStatement()) {
            lock.setAutoCommit(false);
            hold.execute("LOCK TABLE telemetry.flood_reading IN ACCESS EXCLUSIVE MODE");
            for (int i = 0; i < MESSAGES; i++) {
                int number = i;
                Ack ack = outcome -> told.add(number + " " + outcome);
                lanes.accept("awlr-p2c",
                        Message.of("city/flood/awlr-p2c/telemetry",
                                level(now.minusMillis(i), 7_000 + i).getBytes(StandardCharsets.UTF_8), now),
                        ack);
            }
            lanes.start();
            lock.commit();
            Eventually.until("everybody is told", () -> told.size() >= MESSAGES);
        }
        return told;
    }

    private static LaneConfig small() {
        return new LaneConfig(1, 1_000, 1_000, 1 << 20, MESSAGES, Duration.ofMillis(5), Duration.ofMillis(50),
                Duration.ofSeconds(10));
    }

    Commit transaction(Registry registry, MessageIds ids) {
        try {
            return new BatchTransaction(database.database(), new Sorting(registry, ids),
                    new Decisions(RuleBook.standard(), new Subjects(database.database().source()),
                            new AlertLog(meters), new History(Duration.ofMinutes(60), 400), meters),
                    new SequenceLedger(SequencePolicy.defaults(), LaneCheckpoint.of(ids, Instant.now()),
                            new SequenceMetrics(meters), new Receipts(Duration.ofSeconds(1))),
                    stages, meters, Clock.systemUTC());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The real transaction, with something of the test before each commit. */
    private record Interrupted(Commit real, UnaryOperator<List<Parcel>> before) implements Commit {

        @Override
        public List<Ack.Outcome> commit(List<Parcel> batch) throws SQLException {
            return real.commit(before.apply(batch));
        }

        @Override
        public void quarantine(Parcel parcel, Reject reason, String detail) throws SQLException {
            real.quarantine(parcel, reason, detail);
        }

        @Override
        public void idle() throws SQLException {
            real.idle();
        }

        @Override
        public void reset() {
            real.reset();
        }

        @Override
        public void close() {
            real.close();
        }
    }
}
