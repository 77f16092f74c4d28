package id.siaga.ingest.alert;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

import id.siaga.ingest.TestDatabase;
import id.siaga.ingest.presence.PresencePolicy;
import id.siaga.ingest.presence.Presences;
import id.siaga.ingest.registry.Registry;
import id.siaga.ingest.rule.RuleBook;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** Devices whose silence is judged by clocks that a test moves. */
final class WatchedCity implements AutoCloseable {

    private static final Duration TICK = Duration.ofSeconds(5);

    private final TestDatabase database;
    private final SilenceWatch watch;
    private Instant wall = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private long nanos;
    private boolean hearing = true;

    /** @param devices statements that register them */
    WatchedCity(String... devices) throws SQLException {
        database = TestDatabase.create();
        for (String each : devices) {
            database.execute(each);
        }
        Registry registry = new Registry(database.database().source(), Registry.Enrolment.CLOSED);
        registry.load();
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        watch = new SilenceWatch(database.database().source(), registry, RuleBook.standard(),
                new Presences(RuleBook.standard(), PresencePolicy.standard()),
                new Subjects(database.database().source()), new AlertLog(meters), new Wall(), () -> nanos,
                () -> hearing, meters);
    }

    TestDatabase database() {
        return database;
    }

    Instant now() {
        return wall;
    }

    /** The devices whose ids are like this report. */
    void hear(String like) throws SQLException {
        database.execute("""
                         INSERT INTO telemetry.device_state (device_id, presence, presence_since, last_received_at,
                             flags, latest)
                         SELECT device_id, 'online', '%1$s', '%1$s', 0, '{}' FROM telemetry.device
                         WHERE device_id LIKE '%2$s'
                         ON CONFLICT (device_id) DO UPDATE SET last_received_at = excluded.last_received_at,
                             presence = 'online', presence_because = NULL, presence_since = CASE device_state.presence
                                 WHEN 'online' THEN device_state.presence_since ELSE excluded.presence_since END"""
                .formatted(wall, like));
    }

    void pass(Duration time) throws SQLException {
        for (Duration gone = Duration.ZERO; gone.compareTo(time) < 0; gone = gone.plus(TICK)) {
            wall = wall.plus(TICK);
            nanos += TICK.toNanos();
            watch.judge();
        }
    }

    /** The wall clock jumps; time does not pass. */
    void jump(Duration ahead) {
        wall = wall.plus(ahead);
    }

    /** From now on nothing that devices say reaches the tables. */
    void goDeaf() {
        hearing = false;
    }

    void hearAgain() {
        hearing = true;
    }

    @Override
    public void close() throws SQLException {
        watch.close();
        database.close();
    }

    private final class Wall extends Clock {

        @Override
        public Instant instant() {
            return wall;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
