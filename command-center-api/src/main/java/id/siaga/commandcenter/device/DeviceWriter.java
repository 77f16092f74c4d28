package id.siaga.commandcenter.device;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.account.Secrets;
import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes checked descriptions into the caller's transaction, any number with the same few statements. */
final class DeviceWriter {
    private static final String DESCRIBED = "jsonb_to_recordset(?::jsonb) AS s (device_id text, secret_sha256 text, %s)"
            .formatted(Field.columnTypes());

    private static final String NEW = """
                                      INSERT INTO telemetry.device (device_id, status, secret_sha256, %s)
                                      SELECT s.device_id, 'active', decode(s.secret_sha256, 'hex'), %s FROM %s
                                      ON CONFLICT (device_id) DO NOTHING RETURNING device_id"""
            .formatted(Field.names(), Field.firsts(), DESCRIBED);

    private static final String KNOWN = """
                                        UPDATE telemetry.device d
                                        SET status = 'active', retired_at = NULL, retired_reason = NULL, changed_at = now(),
                                            secret_sha256 = coalesce(decode(s.secret_sha256, 'hex'), d.secret_sha256), %s
                                        FROM %s WHERE d.device_id = s.device_id"""
            .formatted(Field.keptOrSet(), DESCRIBED);

    private static final String WHOLE = """
                                        UPDATE telemetry.device d SET changed_at = now(), %s
                                        FROM %s WHERE d.device_id = s.device_id""".formatted(Field.set(), DESCRIBED);

    private static final String ALIASES = """
                                          INSERT INTO telemetry.device_alias (alias, device_id)
                                          SELECT alias, device_id FROM unnest(?, ?) AS named (alias, device_id)
                                          ON CONFLICT (alias) DO NOTHING""";

    /** Up to so many the plans that are there do. */
    private static final int FEW = 100;

    private final Connection connection;
    private final List<DeviceSpec> specs;

    DeviceWriter(Connection connection, List<DeviceSpec> specs) {
        this.connection = connection;
        this.specs = specs;
    }

    /**
     * Registers new devices and changes what is given of known ones.
     *
     * @param secrets by device id, for those who get one
     * @return how many are new
     */
    int register(Map<String, String> secrets) throws SQLException {
        if (specs.size() > FEW) {
            planForMany();
        }
        Set<String> created = Statements.rows(connection, NEW, json(specs, secrets)).stream()
                .map(row -> row.path("device_id").asText()).collect(Collectors.toSet());
        List<DeviceSpec> known = specs.stream().filter(spec -> !created.contains(spec.deviceId())).toList();
        if (!known.isEmpty()) {
            Statements.execute(connection, KNOWN, json(known, secrets));
        }
        name();
        if (specs.size() > FEW) {
            count();
        }
        return created.size();
    }

    /** Whoever asks next must not plan for the few devices there were before. */
    private void count() throws SQLException {
        for (String table : List.of("device", "device_alias", "device_service")) {
            Statements.execute(connection, "ANALYZE telemetry." + table);
        }
    }

    /**
     * References are checked by plans the session keeps. Those made while the registry was small read it whole, which
     * for every one of ten thousand rows takes minutes.
     */
    private void planForMany() throws SQLException {
        Statements.execute(connection, "DISCARD PLANS");
        Statements.execute(connection, "SET LOCAL enable_seqscan = off");
    }

    /** Makes known devices what they are described as: what is not given is no longer so. */
    void replace() throws SQLException {
        Statements.execute(connection, WHOLE, json(specs, Map.of()));
    }

    private static String json(List<DeviceSpec> described, Map<String, String> secrets) {
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        for (DeviceSpec spec : described) {
            ObjectNode row = spec.columns().deepCopy().put("device_id", spec.deviceId());
            @Nullable
            String secret = secrets.get(spec.deviceId());
            if (secret != null) {
                row.put("secret_sha256", HexFormat.of().formatHex(Secrets.sha256(secret)));
            }
            rows.add(row);
        }
        return rows.toString();
    }

    private void name() throws SQLException {
        List<String> aliases = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (DeviceSpec spec : specs) {
            for (String alias : spec.aliases()) {
                aliases.add(alias);
                ids.add(spec.deviceId());
            }
        }
        if (!aliases.isEmpty()) {
            String[] names = aliases.toArray(String[]::new);
            // Who came under that name before was this device, not yet known as such.
            Statements.execute(connection,
                    "DELETE FROM telemetry.device WHERE device_id = ANY(?) AND status = 'unclaimed'", (Object) names);
            Statements.execute(connection, ALIASES, names, ids.toArray(String[]::new));
        }
    }

    /** Cycles the writing closed; each is told at a device of it that was described. */
    List<Objection> cycles() throws SQLException {
        List<Objection> objections = new ArrayList<>();
        for (String relation : Topology.RELATIONS) {
            if (specs.stream().noneMatch(spec -> spec.columns().has(relation))) {
                continue;
            }
            List<String> cycle = Topology.cycle(connection, relation);
            specs.stream().filter(spec -> cycle.contains(spec.deviceId())).findFirst()
                    .ifPresent(spec -> objections.add(spec.objection(relation,
                            "lingkaran (cycle): " + String.join(" → ", cycle))));
        }
        return objections;
    }

    /** Parents are changed by one transaction at a time, or two halves of a cycle would not see each other. */
    void lock() throws SQLException {
        if (specs.stream().anyMatch(spec -> Topology.RELATIONS.stream().anyMatch(spec.columns()::has))) {
            Topology.lock(connection);
        }
    }
}
