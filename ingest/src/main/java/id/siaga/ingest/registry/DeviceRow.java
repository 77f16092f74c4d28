package id.siaga.ingest.registry;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import id.siaga.ingest.telemetry.Kind;

/** A device as its row has it. */
final class DeviceRow {

    static final String SELECT = """
                                 SELECT device_id, kind, name, status, post, mount_mm, zero_mm, interval_s, codec,
                                     quota_per_s, secret_sha256, previous_sha256, previous_until, speaks_for,
                                     uplink_parent, ARRAY(SELECT c.fingerprint FROM telemetry.device_certificate c
                                         WHERE c.device_id = device.device_id AND c.revoked_at IS NULL) AS certificates
                                 FROM telemetry.device""";

    private DeviceRow() {
    }

    static Device read(ResultSet row) throws SQLException {
        return new Device(row.getString("device_id"), Kind.ofWord(row.getString("kind")).orElse(Kind.UNKNOWN),
                row.getString("name"), Device.Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                row.getString("post"), row.getObject("mount_mm", Double.class), row.getObject("zero_mm", Double.class),
                seconds(row.getObject("interval_s", Integer.class)), row.getString("codec"),
                row.getObject("quota_per_s", Integer.class),
                access(row));
    }

    private static Access access(ResultSet row) throws SQLException {
        Timestamp until = row.getTimestamp("previous_until");
        return new Access(row.getBytes("secret_sha256"), row.getBytes("previous_sha256"),
                until == null ? null : until.toInstant(),
                Set.of((String[]) row.getArray("certificates").getArray()),
                Access.Reach.valueOf(row.getString("speaks_for").toUpperCase(Locale.ROOT)),
                row.getString("uplink_parent"));
    }

    private static @Nullable Duration seconds(@Nullable Integer value) {
        return value == null ? null : Duration.ofSeconds(value);
    }
}
