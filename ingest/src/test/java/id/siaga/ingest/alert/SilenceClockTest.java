package id.siaga.ingest.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import id.siaga.ingest.TestDatabase;

/** Silence is the device's: neither a jump of our clock nor an outage of ours makes anybody silent. */
class SilenceClockTest {

    private WatchedCity city;
    private TestDatabase database;

    @BeforeEach
    void start() throws Exception {
        city = new WatchedCity("""
                               INSERT INTO telemetry.device (device_id, kind, name, status)
                               VALUES ('ap-1', 'wifi', 'Titik', 'active')""");
        database = city.database();
        city.hear("ap-1");
    }

    @AfterEach
    void stop() throws Exception {
        city.close();
    }

    @Test
    void aSilentDeviceIsSilentAfterItsTimeout() throws Exception {
        city.pass(Duration.ofSeconds(70));
        assertThat(database.count("alert")).isEqualTo(1);
        city.hear("ap-1");
        city.pass(Duration.ofSeconds(10));
        assertThat(database.rows("SELECT cleared_at IS NOT NULL FROM telemetry.alert")).containsExactly("true");
    }

    @Test
    void aJumpAheadSilencesNobodyAndSilenceIsFoundAfterwards() throws Exception {
        city.jump(Duration.ofHours(3));
        city.pass(Duration.ofSeconds(50));
        assertThat(database.count("alert")).isZero();
        city.pass(Duration.ofSeconds(30));
        assertThat(database.count("alert")).isEqualTo(1);
    }

    @Test
    void aJumpBackSilencesNobodyAndSilenceIsFoundAfterwards() throws Exception {
        city.jump(Duration.ofHours(-3));
        city.pass(Duration.ofSeconds(50));
        city.hear("ap-1");
        city.pass(Duration.ofSeconds(50));
        assertThat(database.count("alert")).isZero();
        city.pass(Duration.ofSeconds(30));
        assertThat(database.count("alert")).isEqualTo(1);
    }

    @Test
    void aJumpBackDoesNotClearWhatIsSilent() throws Exception {
        city.pass(Duration.ofSeconds(70));
        city.jump(Duration.ofHours(-3));
        city.pass(Duration.ofMinutes(2));
        assertThat(database.rows("SELECT cleared_at IS NULL FROM telemetry.alert")).containsExactly("true");
    }

    @Test
    void whatCouldNotBeStoredSilencesNobody() throws Exception {
        city.goDeaf();
        city.pass(Duration.ofMinutes(10));
        city.hearAgain();
        city.pass(Duration.ofSeconds(50));
        assertThat(database.count("alert")).isZero();
    }
}
