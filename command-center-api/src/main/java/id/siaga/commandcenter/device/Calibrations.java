package id.siaga.commandcenter.device;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.sql.Database;
import id.siaga.commandcenter.sql.Statements;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a gauge was mounted, and from when on. Stages are computed with the version in force at their time when they
 * arrive; those stored before a version was known stay as they are.
 */
public record Calibrations(Database database) {
    private static final String FIELDS = "valid_from, mount_mm, zero_mm, reason, recorded_by, recorded_at";

    /** One version; heights in mm above the site datum. */
    public record Version(Instant validFrom, @Nullable Double mountMm, @Nullable Double zeroMm) {
    }

    /** The newest first. */
    public List<ObjectNode> of(String deviceId) {
        return database.rows("SELECT %s FROM telemetry.device_calibration WHERE device_id = ? ORDER BY valid_from DESC"
                .formatted(FIELDS), deviceId);
    }

    /** Adds a version, and makes it the device's mounting when it is the newest; empty when there is one of that time. */
    public Optional<ObjectNode> add(String deviceId, Version version, Author author) {
        return database.transaction(connection -> {
            author.sign(connection);
            Optional<ObjectNode> added = Statements.row(connection,
                    """
                    INSERT INTO telemetry.device_calibration
                        (device_id, valid_from, mount_mm, zero_mm, reason, recorded_by)
                    VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING %s"""
                            .formatted(FIELDS),
                    deviceId, version.validFrom(), version.mountMm(), version.zeroMm(),
                    author.reason(), author.user());
            Statements.execute(connection,
                    """
                    UPDATE telemetry.device d SET mount_mm = newest.mount_mm, zero_mm = newest.zero_mm,
                        changed_at = now()
                    FROM (SELECT mount_mm, zero_mm FROM telemetry.device_calibration WHERE device_id = ?
                          ORDER BY valid_from DESC LIMIT 1) newest
                    WHERE d.device_id = ? AND (d.mount_mm IS DISTINCT FROM newest.mount_mm
                        OR d.zero_mm IS DISTINCT FROM newest.zero_mm)""", deviceId, deviceId);
            return added;
        });
    }
}
