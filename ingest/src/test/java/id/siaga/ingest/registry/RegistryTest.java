package id.siaga.ingest.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import id.siaga.ingest.Eventually;
import id.siaga.ingest.TestDatabase;
import id.siaga.ingest.registry.Registry.Enrolment;

/** The registry's memory against the table it follows. */
class RegistryTest {

    private static final String IMEI = "356307042441013";

    private TestDatabase database;
    private Registry registry;
    private RegistryListener listener;

    @BeforeEach
    void start() throws SQLException {
        database = TestDatabase.create();
        registry = new Registry(database.database().source(), Enrolment.CLOSED);
        registry.load();
        listener = new RegistryListener(database.database().source(), registry);
    }

    @AfterEach
    void stop() throws SQLException {
        listener.close();
        database.close();
    }

    private void device(String id, String mountMm) throws SQLException {
        database.execute("INSERT INTO telemetry.device (device_id, kind, name, status, mount_mm) VALUES ('" + id
                + "', 'flood', 'x', 'active', " + mountMm + ")");
    }

    private void alias(String alias, String deviceId) throws SQLException {
        database.execute("INSERT INTO telemetry.device_alias VALUES ('" + alias + "', '" + deviceId + "')");
    }

    @Test
    void anAliasLeadsToItsDeviceAlsoBeforeAnybodyHeardOfIt() throws Exception {
        device("gps-armada-07", "NULL");
        assertThat(registry.find(IMEI)).isEmpty();
        alias(IMEI, "gps-armada-07");
        registry.refresh(IMEI);
        assertThat(registry.find(IMEI)).map(Device::deviceId).contains("gps-armada-07");
        assertThat(registry.deviceId(IMEI)).isEqualTo("gps-armada-07");
        Registry other = new Registry(database.database().source(), Enrolment.CLOSED);
        assertThat(other.find(IMEI)).as("asked of the database").map(Device::deviceId).contains("gps-armada-07");
    }

    @Test
    void aDeviceOfThatIdComesBeforeAnAlias() throws Exception {
        device("gps-1", "NULL");
        alias("gps-2", "gps-1");
        registry.load();
        assertThat(registry.find("gps-2")).map(Device::deviceId).contains("gps-1");
        device("gps-2", "NULL");
        registry.load();
        assertThat(registry.find("gps-2")).map(Device::deviceId).contains("gps-2");
    }

    @Test
    void itHearsOfAliasesComingAndGoing() throws Exception {
        listener.start();
        device("gps-armada-07", "NULL");
        alias(IMEI, "gps-armada-07");
        Eventually.until("the alias is heard", () -> registry.known(IMEI).isPresent());
        database.execute("DELETE FROM telemetry.device_alias");
        Eventually.until("the alias is gone", () -> registry.known(IMEI).isEmpty());
        assertThat(registry.known("gps-armada-07")).isPresent();
    }

    @Test
    void tenThousandAtOnceAreHeardAtOnceAndThoseRemovedForgotten() throws Exception {
        listener.start();
        database.execute("""
                         INSERT INTO telemetry.device (device_id, kind, name, status)
                         SELECT 'cam-' || n, 'cctv', 'x', 'active' FROM generate_series(1, 10000) n""");
        Eventually.until("all are known", () -> registry.all().size() == 10_000);
        database.execute("DELETE FROM telemetry.device WHERE device_id <> 'cam-7'");
        Eventually.until("one is left", () -> registry.all().size() == 1);
    }

    @Test
    void aStageIsComputedWithTheMountingOfItsTime() throws Exception {
        device("awlr-1", "11000");
        database.execute("UPDATE telemetry.device_calibration SET valid_from = '2026-01-01Z'");
        database.execute("UPDATE telemetry.device SET mount_mm = 11500");
        database.execute(
                "UPDATE telemetry.device_calibration SET valid_from = '2026-06-01Z' WHERE valid_from > '2026-02-01Z'");
        registry.load();
        assertThat(mount("2025-01-01T00:00:00Z")).as("before the first").isEqualTo(11_000);
        assertThat(mount("2026-05-31T23:59:59Z")).isEqualTo(11_000);
        assertThat(mount("2026-06-01T00:00:00Z")).isEqualTo(11_500);
    }

    private @Nullable Double mount(String when) throws SQLException {
        return registry.mounting(registry.find("awlr-1").orElseThrow(), Instant.parse(when)).mountMm();
    }
}
