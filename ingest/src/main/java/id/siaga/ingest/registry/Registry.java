package id.siaga.ingest.registry;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import id.siaga.ingest.telemetry.Kind;

/**
 * Every registered device, in memory. The table is the truth: {@link RegistryListener} refreshes what changed, and a
 * device that is not found is looked up once more before it is called unknown.
 */
public final class Registry {

    private static final String SELECT = """
                                         SELECT device_id, kind, name, status, post, mount_mm, zero_mm, interval_s, codec,
                                             quota_per_s, secret_sha256
                                         FROM telemetry.device""";

    private final DataSource database;
    private final boolean openEnrolment;
    private final Strangers strangers = new Strangers();
    private final Map<String, Device> devices = new ConcurrentHashMap<>();
    private final Aliases aliases = new Aliases();
    private final Mountings mountings = new Mountings();

    /** @param enrolment whether unknown devices may connect and land in unclaimed */
    public Registry(DataSource database, Enrolment enrolment) {
        this.database = database;
        this.openEnrolment = enrolment == Enrolment.OPEN;
    }

    /** What happens to a device nobody registered. */
    public enum Enrolment {
        OPEN, CLOSED
    }

    /** Reads everything anew. */
    public void load() throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(SELECT);
                ResultSet row = select.executeQuery()) {
            mountings.load(connection);
            Set<String> there = new HashSet<>();
            while (row.next()) {
                there.add(remember(read(row)).deviceId());
            }
            devices.keySet().retainAll(there);
            aliases.load(connection);
        }
    }

    /** The device id behind any of a device's names, as far as memory knows; else the name itself. */
    public String deviceId(String name) {
        return devices.containsKey(name) ? name : aliases.deviceId(name);
    }

    /** How a device hung at a time. */
    public Mounting mounting(Device device, Instant when) {
        return mountings.at(device, when);
    }

    /** The device of this id or alias in memory, without asking the database. */
    public Optional<Device> known(String name) {
        return Optional.ofNullable(devices.get(deviceId(name)));
    }

    /** What the registry calls a device, UNKNOWN when memory does not have it. */
    public Kind kind(String name) {
        return known(name).map(Device::kind).orElse(Kind.UNKNOWN);
    }

    public Collection<Device> all() {
        return devices.values();
    }

    /** The device of this id, else of this alias, asking the database when memory does not have it. */
    public Optional<Device> find(String name) throws SQLException {
        Optional<Device> known = known(name);
        return known.isPresent() || strangers.isKnownStranger(name) ? known : refresh(name);
    }

    /** Reads one device anew. */
    public Optional<Device> refresh(String name) throws SQLException {
        refresh(Set.of(name));
        return known(name);
    }

    /** Reads devices anew by id or alias, with one question for all. */
    public void refresh(Set<String> names) throws SQLException {
        Set<String> gone = new HashSet<>(names);
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(SELECT + " WHERE device_id = ANY(?)")) {
            Set<String> deviceIds = aliases.refresh(connection, names);
            mountings.refresh(connection, deviceIds);
            select.setArray(1, connection.createArrayOf("text", deviceIds.toArray()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    gone.remove(remember(read(row)).deviceId());
                }
            }
        }
        gone.forEach(devices::remove);
        gone.removeIf(name -> known(name).isPresent());
        gone.forEach(strangers::note);
    }

    /**
     * Whoever may connect under this name with this secret.
     *
     * @return the device, or empty when the name or the secret is wrong
     */
    public Optional<Device> authenticate(String user, String secret) throws SQLException {
        Optional<Device> found = find(user);
        if (found.isEmpty()) {
            return openEnrolment ? Optional.of(unclaimed(user, Kind.UNKNOWN)) : Optional.empty();
        }
        Device device = found.get();
        return switch (device.status()) {
            case RETIRED -> Optional.empty();
            case UNCLAIMED -> openEnrolment ? found : Optional.empty();
            case ACTIVE -> found.filter(each -> secretMatches(each, secret));
        };
    }

    /** A device nobody registered, kept as unclaimed when enrolment is open. */
    public Optional<Device> enrol(String deviceId, Kind kind) throws SQLException {
        if (!openEnrolment) {
            return Optional.empty();
        }
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        """
                        INSERT INTO telemetry.device (device_id, kind, name, status) VALUES (?, ?, ?, 'unclaimed')
                        ON CONFLICT (device_id) DO NOTHING""")) {
            insert.setString(1, deviceId);
            insert.setString(2, kind.word());
            insert.setString(3, deviceId);
            insert.executeUpdate();
        }
        return refresh(deviceId);
    }

    private Device remember(Device device) {
        devices.put(device.deviceId(), device);
        strangers.forget(device.deviceId());
        return device;
    }

    private static boolean secretMatches(Device device, String secret) {
        byte[] expected = device.secretSha256();
        return expected != null && MessageDigest.isEqual(expected, digest(secret));
    }

    /** SHA-256 of a device secret, the form in which it is kept. */
    public static byte[] digest(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static Device unclaimed(String deviceId, Kind kind) {
        return new Device(deviceId, kind, deviceId, Device.Status.UNCLAIMED, null, null, null, null, null, null,
                null);
    }

    private static Device read(ResultSet row) throws SQLException {
        return new Device(row.getString("device_id"), Kind.ofWord(row.getString("kind")).orElse(Kind.UNKNOWN),
                row.getString("name"), Device.Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                row.getString("post"), row.getObject("mount_mm", Double.class), row.getObject("zero_mm", Double.class),
                seconds(row.getObject("interval_s", Integer.class)), row.getString("codec"),
                row.getObject("quota_per_s", Integer.class),
                row.getBytes("secret_sha256"));
    }

    private static @Nullable Duration seconds(@Nullable Integer value) {
        return value == null ? null : Duration.ofSeconds(value);
    }
}
