package id.siaga.ingest.registry;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import javax.sql.DataSource;

import id.siaga.ingest.telemetry.Kind;

/**
 * Every registered device, in memory. The table is the truth: {@link RegistryListener} refreshes what changed, and a
 * device that is not found is looked up once more before it is called unknown.
 */
public final class Registry {

    private final DataSource database;
    private final boolean openEnrolment;
    private final Strangers strangers = new Strangers();
    private final Map<String, Device> devices = new ConcurrentHashMap<>();
    private final List<Consumer<Set<String>>> watchers = new CopyOnWriteArrayList<>();
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

    /** @param watcher is told, on the listener's thread, which devices may be others than they were */
    public void watch(Consumer<Set<String>> watcher) {
        watchers.add(watcher);
    }

    /** Reads everything anew. */
    public void load() throws SQLException {
        Set<String> loaded = new HashSet<>();
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(DeviceRow.SELECT);
                ResultSet row = select.executeQuery()) {
            mountings.load(connection);
            while (row.next()) {
                loaded.add(remember(DeviceRow.read(row)).deviceId());
            }
            aliases.load(connection);
        }
        Set<String> before = Set.copyOf(devices.keySet());
        devices.keySet().retainAll(loaded);
        tell(before);
    }

    private void tell(Set<String> deviceIds) {
        watchers.forEach(watcher -> watcher.accept(deviceIds));
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
        // What PostgreSQL cannot hold is nobody's name.
        boolean nobody = name.indexOf('\0') >= 0 || strangers.isKnownStranger(name);
        return known.isPresent() || nobody ? known : refresh(name);
    }

    /** Reads one device anew. */
    public Optional<Device> refresh(String name) throws SQLException {
        refresh(Set.of(name));
        return known(name);
    }

    /** Reads devices anew by id or alias, with one question for all. */
    public void refresh(Set<String> names) throws SQLException {
        Set<String> gone = new HashSet<>(names);
        Set<String> deviceIds;
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection
                        .prepareStatement(DeviceRow.SELECT + " WHERE device_id = ANY(?)")) {
            deviceIds = aliases.refresh(connection, names);
            mountings.refresh(connection, deviceIds);
            select.setArray(1, connection.createArrayOf("text", deviceIds.toArray()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    gone.remove(remember(DeviceRow.read(row)).deviceId());
                }
            }
        }
        gone.forEach(devices::remove);
        gone.removeIf(name -> known(name).isPresent());
        gone.forEach(strangers::note);
        tell(deviceIds);
    }

    /**
     * Whoever may connect under this name with this secret.
     *
     * @return empty when the name or the secret is wrong
     */
    public Optional<Identity> authenticate(String user, String secret) throws SQLException {
        Optional<Device> found = find(user);
        if (found.isEmpty()) {
            return openEnrolment
                    ? Optional.of(new Identity(unclaimed(user, Kind.UNKNOWN), new Credential.None()))
                    : Optional.empty();
        }
        return switch (found.get().status()) {
            case RETIRED -> Optional.empty();
            case UNCLAIMED -> openEnrolment
                    ? Optional.of(new Identity(found.get(), new Credential.None()))
                    : Optional.empty();
            case ACTIVE -> holding(found.get(), new Credential.Secret(digest(secret)));
        };
    }

    private static Optional<Identity> holding(Device device, Credential credential) {
        return credential.holds(device, Instant.now())
                ? Optional.of(new Identity(device, credential))
                : Optional.empty();
    }

    /** Why who was let in may not go on as it is; empty while it may. */
    public Optional<Identity.Ending> ending(Identity who) {
        Device now = devices.get(who.device().deviceId());
        if (now == null) {
            // A stranger whom open enrolment let in has no row before it has said something.
            boolean stranger = openEnrolment && who.device().status() == Device.Status.UNCLAIMED;
            return stranger ? Optional.empty() : Optional.of(Identity.Ending.REVOKED);
        }
        if (now.status() == Device.Status.RETIRED || !who.credential().holds(now, Instant.now())) {
            return Optional.of(Identity.Ending.REVOKED);
        }
        return who.isOutdatedBy(now) ? Optional.of(Identity.Ending.CHANGED) : Optional.empty();
    }

    /** The first moment at which the credential of who was let in may end by itself. */
    public Instant until(Identity who) {
        return who.credential().until(devices.getOrDefault(who.device().deviceId(), who.device()));
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
}
