package id.siaga.commandcenter.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.account.Secrets;
import id.siaga.commandcenter.place.Places;
import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Registers devices and hands out their secrets; ingest hears of each change by trigger. */
public record DeviceRegistry(Places places) {

    /** Registers one object or an array of them in the caller's transaction, which it must not commit if refused. */
    public Registered register(Connection connection, JsonNode body, OnExisting onExisting, Author author)
            throws SQLException {
        SpecReader reader = new SpecReader(Whereabouts.of(places, connection));
        List<DeviceSpec> specs = new ArrayList<>();
        if (body.isArray()) {
            for (int i = 0; i < body.size(); i++) {
                specs.add(reader.read(body.path(i), i));
            }
        } else {
            specs.add(reader.read(body, 0));
        }
        if (!reader.objections().isEmpty()) {
            List<Objection> all = new ArrayList<>(reader.objections());
            all.addAll(new References(connection, specs).objections());
            return new Registered.Invalid(all);
        }
        return stored(connection, specs, onExisting, author);
    }

    private static Registered stored(Connection connection, List<DeviceSpec> specs, OnExisting onExisting,
            Author author) throws SQLException {
        Set<String> existing = existing(connection, specs);
        if (onExisting == OnExisting.REFUSE && !existing.isEmpty()) {
            return new Registered.Existing(existing.stream().sorted().toList());
        }
        Map<String, String> secrets = new LinkedHashMap<>();
        specs.forEach(spec -> secrets.put(spec.deviceId(), Secrets.random()));
        Stored stored = store(connection, specs, secrets, author);
        return stored.objections().isEmpty()
                ? new Registered.Accepted(secrets.entrySet().stream().map(DeviceRegistry::told).toList())
                : new Registered.Invalid(stored.objections());
    }

    /** What became of writing checked descriptions; with objections nothing may be committed. */
    record Stored(int created, List<Objection> objections) {
    }

    static Stored store(Connection connection, List<DeviceSpec> specs, Map<String, String> secrets, Author author)
            throws SQLException {
        author.sign(connection);
        DeviceWriter writer = new DeviceWriter(connection, specs);
        writer.lock();
        List<Objection> objections = new References(connection, specs).objections();
        if (!objections.isEmpty()) {
            return new Stored(0, objections);
        }
        int created = writer.register(secrets);
        return new Stored(created, writer.cycles());
    }

    private static ObjectNode told(Map.Entry<String, String> secret) {
        return JsonNodeFactory.instance.objectNode().put("device_id", secret.getKey()).put("secret",
                secret.getValue());
    }

    /** Unclaimed devices are not in the way: registering is how they are claimed. */
    static Set<String> existing(Connection connection, List<DeviceSpec> specs) throws SQLException {
        String[] ids = specs.stream().map(DeviceSpec::deviceId).toArray(String[]::new);
        return Statements
                .rows(connection, """
                                  SELECT device_id FROM telemetry.device
                                  WHERE device_id = ANY(?) AND status <> 'unclaimed'""",
                        (Object) ids)
                .stream().map(row -> row.path("device_id").asText()).collect(Collectors.toSet());
    }
}
