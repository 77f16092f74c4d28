package id.siaga.commandcenter.device;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.sql.Database;
import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** On what devices depend: power, uplink and switch, each a forest. */
public record Topology(Database database) {
    static final List<String> RELATIONS = List.of("power_parent", "uplink_parent", "switch_parent");

    /** What hangs on a device, directly and through others, with the depth; at most {@code limit} devices. */
    public List<ObjectNode> below(String deviceId, String relation, int limit) {
        return walk("""
                    WITH RECURSIVE tree AS (
                        SELECT device_id, %1$s AS parent, 1 AS depth FROM telemetry.device WHERE %1$s = ?
                        UNION ALL
                        SELECT d.device_id, d.%1$s, tree.depth + 1 FROM telemetry.device d
                        JOIN tree ON d.%1$s = tree.device_id)""", deviceId, relation, limit);
    }

    /** On what a device hangs, the nearest first. */
    public List<ObjectNode> above(String deviceId, String relation, int limit) {
        return walk(
                """
                WITH RECURSIVE tree AS (
                    SELECT %1$s AS device_id, device_id AS child, 1 AS depth FROM telemetry.device WHERE device_id = ?
                    UNION ALL
                    SELECT d.%1$s, d.device_id, tree.depth + 1 FROM telemetry.device d
                    JOIN tree ON d.device_id = tree.device_id)""", deviceId, relation, limit);
    }

    private List<ObjectNode> walk(String tree, String deviceId, String relation, int limit) {
        return database.rows((tree + """

                                     SELECT tree.device_id, d.%1$s AS parent, depth, d.kind, d.name, d.status
                                     FROM tree JOIN telemetry.device d USING (device_id)
                                     ORDER BY depth, device_id LIMIT ?""").formatted(column(relation)), deviceId,
                limit);
    }

    /** The name goes into SQL, so it is one of ours. */
    private static String column(String relation) {
        return RELATIONS.stream().filter(each -> each.equals(relation)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(relation));
    }

    /** From here to the end of the transaction nobody else changes who hangs on whom. */
    static void lock(Connection connection) throws SQLException {
        Statements.rows(connection, "SELECT pg_advisory_xact_lock(hashtext('siaga.topology'))::text AS locked");
    }

    /** A cycle of one relation as it is in the open transaction, first and last the same; empty when there is none. */
    static List<String> cycle(Connection connection, String relation) throws SQLException {
        Map<String, String> parents = new HashMap<>();
        Statements.rows(connection, "SELECT device_id, %1$s AS parent FROM telemetry.device WHERE %1$s IS NOT NULL"
                .formatted(column(relation)))
                .forEach(row -> parents.put(row.path("device_id").asText(), row.path("parent").asText()));
        return cycle(parents);
    }

    /** Every device is visited once, so a long chain costs no more than a wide tree. */
    static List<String> cycle(Map<String, String> parents) {
        Set<String> safe = new HashSet<>();
        for (String start : parents.keySet()) {
            Set<String> path = new LinkedHashSet<>();
            String at = start;
            while (parents.containsKey(at) && !safe.contains(at) && path.add(at)) {
                at = parents.getOrDefault(at, "");
            }
            if (path.contains(at)) {
                List<String> cycle = new ArrayList<>(path);
                cycle.add(at);
                return cycle.subList(cycle.indexOf(at), cycle.size());
            }
            safe.addAll(path);
        }
        return List.of();
    }
}
