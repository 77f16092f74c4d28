package id.siaga.commandcenter.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.account.Secrets;
import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Registers devices and hands out their secrets; ingest hears of each change by trigger. */
public final class DeviceRegistry {

    private DeviceRegistry() {
    }

    /** Registers one object or an array of them in the caller's transaction: all or none. */
    public static Registered register(Connection connection, JsonNode body, OnExisting onExisting)
            throws SQLException {
        SpecReader reader = new SpecReader(posts(connection));
        List<DeviceSpec> specs = new ArrayList<>();
        if (body.isArray()) {
            for (int i = 0; i < body.size(); i++) {
                specs.add(reader.read(body.path(i), "[" + i + "]."));
            }
        } else {
            specs.add(reader.read(body, ""));
        }
        return reader.errors().isEmpty()
                ? stored(connection, specs, onExisting)
                : new Registered.Invalid(reader.errors());
    }

    private static Set<String> posts(Connection connection) throws SQLException {
        return Statements.rows(connection, "SELECT post FROM telemetry.river_post").stream()
                .map(row -> row.path("post").asText()).collect(Collectors.toSet());
    }

    private static Registered stored(Connection connection, List<DeviceSpec> specs, OnExisting onExisting)
            throws SQLException {
        List<String> existing = switch (onExisting) {
            case REFUSE -> existing(connection, specs);
            case ROTATE -> List.of();
        };
        if (!existing.isEmpty()) {
            return new Registered.Existing(existing);
        }
        List<ObjectNode> secrets = new ArrayList<>();
        for (DeviceSpec spec : specs) {
            secrets.add(store(connection, spec));
        }
        return new Registered.Accepted(secrets);
    }

    /** Unclaimed devices are not in the way: registering is how they are claimed. */
    private static List<String> existing(Connection connection, List<DeviceSpec> specs) throws SQLException {
        String[] ids = specs.stream().map(DeviceSpec::deviceId).toArray(String[]::new);
        return Statements
                .rows(connection, """
                                  SELECT device_id FROM telemetry.device
                                  WHERE device_id = ANY(?) AND status <> 'unclaimed' ORDER BY device_id""",
                        (Object) ids)
                .stream()
                .map(row -> row.path("device_id").asText()).toList();
    }

    private static ObjectNode store(Connection connection, DeviceSpec spec) throws SQLException {
        String secret = Secrets.random();
        Statements.execute(connection,
                """
                INSERT INTO telemetry.device AS d (device_id, kind, name, status, latitude, longitude, mount_mm, zero_mm,
                    post, interval_s, codec, quota_per_s, secret_sha256)
                VALUES (?, ?, ?, 'active', ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (device_id) DO UPDATE SET kind = excluded.kind, name = excluded.name, status = 'active',
                    latitude = coalesce(excluded.latitude, d.latitude),
                    longitude = coalesce(excluded.longitude, d.longitude),
                    mount_mm = coalesce(excluded.mount_mm, d.mount_mm),
                    zero_mm = coalesce(excluded.zero_mm, d.zero_mm), post = coalesce(excluded.post, d.post),
                    interval_s = coalesce(excluded.interval_s, d.interval_s),
                    codec = coalesce(excluded.codec, d.codec),
                    quota_per_s = coalesce(excluded.quota_per_s, d.quota_per_s), secret_sha256 = excluded.secret_sha256,
                    changed_at = now()""",
                spec.deviceId(), spec.kind(), spec.name(), spec.lat(), spec.lng(),
                spec.mountMm(), spec.zeroMm(), spec.post(), spec.intervalS(), spec.codec(), spec.quotaPerS(),
                Secrets.sha256(secret));
        return JsonNodeFactory.instance.objectNode().put("device_id", spec.deviceId()).put("secret", secret);
    }

    /** Changes a device in the caller's transaction, and says whether there is one. */
    public static boolean change(Connection connection, String deviceId, DeviceChange change) throws SQLException {
        return Statements.execute(connection,
                "UPDATE telemetry.device SET receipts = ?, changed_at = now() WHERE device_id = ?", change.receipts(),
                deviceId) > 0;
    }
}
