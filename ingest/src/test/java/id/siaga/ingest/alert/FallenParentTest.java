package id.siaga.ingest.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import id.siaga.ingest.TestDatabase;

/** A parent falls: one alert, its own; ten children are unknown because of it, and get their grace when it returns. */
class FallenParentTest {

    private static final String CHILDREN = "device_id LIKE 'cam-%'";

    private WatchedCity city;
    private TestDatabase database;
    private Instant began;

    @BeforeEach
    void start() throws Exception {
        city = new WatchedCity("""
                               INSERT INTO telemetry.device (device_id, kind, name, status, interval_s)
                               VALUES ('tower', 'wifi', 'Menara', 'active', 100)""",
                """
                INSERT INTO telemetry.device (device_id, kind, name, status, interval_s, uplink_parent)
                SELECT 'cam-' || n, 'cctv', 'Kamera', 'active', 30, 'tower' FROM generate_series(1, 10) n""");
        database = city.database();
        began = city.now();
        city.hear("tower");
        city.hear("cam-%");
    }

    @AfterEach
    void stop() throws Exception {
        city.close();
    }

    @Test
    void onlyTheParentIsReportedAlsoIfItsSilenceIsNoticedLater() throws Exception {
        city.pass(Duration.ofSeconds(200));
        assertThat(database.count("alert")).as("children overdue, parent not yet").isZero();
        city.pass(Duration.ofMinutes(2));
        assertThat(database.rows("SELECT device_id FROM telemetry.alert")).containsExactly("tower");
        assertThat(database.rows("SELECT DISTINCT presence, presence_cause, presence_because, presence_since = '%s' "
                .formatted(began.plusSeconds(30)) + "FROM telemetry.device_state WHERE " + CHILDREN))
                .containsExactly("unknown|gateway|tower|true");

        city.hear("tower");
        city.pass(Duration.ofSeconds(100));
        city.hear("cam-_");
        city.hear("tower");
        city.pass(Duration.ofSeconds(30));
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
        city.pass(Duration.ofSeconds(320));
        assertThat(database.rows("SELECT device_id FROM telemetry.alert")).containsExactly("tower");
        assertThat(database.rows("SELECT DISTINCT presence, presence_cause, presence_because FROM "
                + "telemetry.device_state WHERE " + CHILDREN)).containsExactly("unknown|power|tower");
    }

    @Test
    void aChildThatIsSilentUnderALivingParentIsReportedItself() throws Exception {
        for (int i = 0; i < 8; i++) {
            city.pass(Duration.ofSeconds(20));
            city.hear("tower");
        }
        assertThat(database.rows("SELECT count(*) FROM telemetry.alert WHERE " + CHILDREN)).containsExactly("10");
        assertThat(database.rows("SELECT DISTINCT presence, presence_cause FROM telemetry.device_state WHERE "
                + CHILDREN)).containsExactly("offline|timeout");
    }
}
