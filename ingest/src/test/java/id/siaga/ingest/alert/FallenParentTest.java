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

/** A parent falls: one alert, its own; ten children are unknown because of it, and get their grace when it returns. */
class FallenParentTest {

    private static final Duration TICK = Duration.ofSeconds(5);
    private static final String CHILDREN = "device_id LIKE 'cam-%'";

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Instant began = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private Instant wall = began;
    private long nanos;
    private TestDatabase database;
    private SilenceWatch watch;

    @BeforeEach
    void start() throws Exception {
        database = TestDatabase.create();
        database.execute("""
                         INSERT INTO telemetry.device (device_id, kind, name, status, interval_s)
                         VALUES ('tower', 'wifi', 'Menara', 'active', 100)""");
        database.execute("""
                         INSERT INTO telemetry.device (device_id, kind, name, status, interval_s, uplink_parent)
                         SELECT 'cam-' || n, 'cctv', 'Kamera', 'active', 30, 'tower' FROM generate_series(1, 10) n""");
        Registry registry = new Registry(database.database().source(), Registry.Enrolment.CLOSED);
        registry.load();
        watch = new SilenceWatch(database.database().source(), registry, RuleBook.standard(),
                new Presences(RuleBook.standard(), PresencePolicy.standard()),
                new Subjects(database.database().source()), new AlertLog(meters), new Wall(), () -> nanos, () -> true,
                meters);
        hear("tower");
        hear("cam-%");
    }

    @AfterEach
    void stop() throws Exception {
        watch.close();
        database.close();
    }

    @Test
    void onlyTheParentIsReportedAlsoIfItsSilenceIsNoticedLater() throws Exception {
        pass(Duration.ofSeconds(200));
        assertThat(database.count("alert")).as("children overdue, parent not yet").isZero();
        pass(Duration.ofMinutes(2));
        assertThat(database.rows("SELECT device_id FROM telemetry.alert")).containsExactly("tower");
        assertThat(database.rows("SELECT DISTINCT presence, presence_cause, presence_because, presence_since = '%s' "
                .formatted(began.plusSeconds(30)) + "FROM telemetry.device_state WHERE " + CHILDREN))
                .containsExactly("unknown|gateway|tower|true");

        hear("tower");
        pass(Duration.ofSeconds(100));
        hear("cam-_");
        hear("tower");
        pass(Duration.ofSeconds(30));
        assertThat(database.rows("SELECT device_id, cleared_at IS NULL FROM telemetry.alert ORDER BY 1"))
                .containsExactly("cam-10|true", "tower|false");
        assertThat(database.rows("SELECT state, because FROM telemetry.presence_change WHERE device_id = 'cam-10' "
                + "ORDER BY change_id")).containsExactly("online|null", "unknown|tower", "offline|null");
        assertThat(database.rows("SELECT DISTINCT presence, presence_because FROM telemetry.device_state "
                + "WHERE device_id LIKE 'cam-_'")).containsExactly("online|null");
    }

    @Test
    void whatLostItsPowerIsUnknownBecauseOfIt() throws Exception {
        database.execute("UPDATE telemetry.device SET uplink_parent = NULL, power_parent = 'tower' WHERE " + CHILDREN);
        pass(Duration.ofSeconds(320));
        assertThat(database.rows("SELECT device_id FROM telemetry.alert")).containsExactly("tower");
        assertThat(database.rows("SELECT DISTINCT presence, presence_cause, presence_because FROM "
                + "telemetry.device_state WHERE " + CHILDREN)).containsExactly("unknown|power|tower");
    }

    @Test
    void aChildThatIsSilentUnderALivingParentIsReportedItself() throws Exception {
        for (int i = 0; i < 8; i++) {
            pass(Duration.ofSeconds(20));
            hear("tower");
        }
        assertThat(database.rows("SELECT count(*) FROM telemetry.alert WHERE " + CHILDREN)).containsExactly("10");
        assertThat(database.rows("SELECT DISTINCT presence, presence_cause FROM telemetry.device_state WHERE "
                + CHILDREN)).containsExactly("offline|timeout");
    }

    private void hear(String like) throws Exception {
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
