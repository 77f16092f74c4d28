package id.siaga.ingest.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import id.siaga.ingest.TestDatabase;
import id.siaga.ingest.presence.PresencePolicy;
import id.siaga.ingest.presence.Presences;
import id.siaga.ingest.registry.Registry;
import id.siaga.ingest.rule.RuleBook;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** Silence is the device's: neither a jump of our clock nor an outage of ours makes anybody silent. */
class SilenceClockTest {

    private static final Duration TICK = Duration.ofSeconds(5);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Instant wall = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private long nanos;
    private boolean hearing = true;
    private TestDatabase database;
    private SilenceWatch watch;

    @BeforeEach
    void start() throws Exception {
        database = TestDatabase.create();
        database.execute("INSERT INTO telemetry.device (device_id, kind, name, status) "
                + "VALUES ('ap-1', 'wifi', 'Titik', 'active')");
        Registry registry = new Registry(database.database().source(), Registry.Enrolment.CLOSED);
        registry.load();
        watch = new SilenceWatch(database.database().source(), registry, RuleBook.standard(),
                new Presences(RuleBook.standard(), PresencePolicy.standard()),
                new Subjects(database.database().source()), new AlertLog(meters), new Wall(), () -> nanos,
                () -> hearing, meters);
        hear();
    }

    @AfterEach
    void stop() throws Exception {
        watch.close();
        database.close();
    }

    @Test
    void aSilentDeviceIsSilentAfterItsTimeout() throws Exception {
        pass(Duration.ofSeconds(70));
        assertThat(database.count("alert")).isEqualTo(1);
        hear();
        pass(Duration.ofSeconds(10));
        assertThat(database.rows("SELECT cleared_at IS NOT NULL FROM telemetry.alert")).containsExactly("true");
    }

    @Test
    void aJumpAheadSilencesNobodyAndSilenceIsFoundAfterwards() throws Exception {
        wall = wall.plus(Duration.ofHours(3));
        pass(Duration.ofSeconds(50));
        assertThat(database.count("alert")).isZero();
        pass(Duration.ofSeconds(30));
        assertThat(database.count("alert")).isEqualTo(1);
    }

    @Test
    void aJumpBackSilencesNobodyAndSilenceIsFoundAfterwards() throws Exception {
        wall = wall.minus(Duration.ofHours(3));
        pass(Duration.ofSeconds(50));
        hear();
        pass(Duration.ofSeconds(50));
        assertThat(database.count("alert")).isZero();
        pass(Duration.ofSeconds(30));
        assertThat(database.count("alert")).isEqualTo(1);
    }

    @Test
    void aJumpBackDoesNotClearWhatIsSilent() throws Exception {
        pass(Duration.ofSeconds(70));
        wall = wall.minus(Duration.ofHours(3));
        pass(Duration.ofMinutes(2));
        assertThat(database.rows("SELECT cleared_at IS NULL FROM telemetry.alert")).containsExactly("true");
    }

    @Test
    void whatCouldNotBeStoredSilencesNobody() throws Exception {
        hearing = false;
        pass(Duration.ofMinutes(10));
        hearing = true;
        pass(Duration.ofSeconds(50));
        assertThat(database.count("alert")).isZero();
    }

    private void hear() throws Exception {
        database.execute("""
                         INSERT INTO telemetry.device_state (device_id, presence, presence_since, last_received_at,
                             flags, latest) VALUES ('ap-1', 'online', '%1$s', '%1$s', 0, '{}')
                         ON CONFLICT (device_id) DO UPDATE SET last_received_at = excluded.last_received_at"""
                .formatted(wall));
    }

    private void pass(Duration time) throws Exception {
        for (Duration gone = Duration.ZERO; gone.compareTo(time) < 0; gone = gone.plus(TICK)) {
            wall = wall.plus(TICK);
            nanos += TICK.toNanos();
            watch.judge();
        }
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
