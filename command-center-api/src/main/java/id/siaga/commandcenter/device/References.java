package id.siaga.commandcenter.device;

import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What descriptions of devices name outside themselves: posts, parents, and names that others may have. */
record References(Connection connection, List<DeviceSpec> specs) {

    /** Asks the database three times, however many devices there are. */
    List<Objection> objections() throws SQLException {
        List<Objection> objections = new ArrayList<>();
        Set<String> posts = ids("SELECT post AS id FROM telemetry.river_post WHERE post = ANY(?)", named("post"));
        Set<String> devices = devices();
        for (DeviceSpec spec : specs) {
            String post = spec.columns().path("post").asText("");
            if (!post.isEmpty() && !posts.contains(post)) {
                objections.add(spec.objection("post", "pos tidak dikenal (unknown post): " + post));
            }
            Topology.RELATIONS.stream()
                    .filter(relation -> spec.columns().has(relation)
                            && !devices.contains(spec.columns().path(relation).asText()))
                    .forEach(relation -> objections.add(spec.objection(relation,
                            "perangkat tidak dikenal (unknown device): " + spec.columns().path(relation).asText())));
        }
        objections.addAll(taken());
        return objections;
    }

    private Set<String> devices() throws SQLException {
        Set<String> devices = ids("SELECT device_id AS id FROM telemetry.device WHERE device_id = ANY(?)",
                Topology.RELATIONS.stream().flatMap(this::named));
        specs.forEach(spec -> devices.add(spec.deviceId()));
        return devices;
    }

    private Stream<String> named(String column) {
        return specs.stream().filter(spec -> spec.columns().has(column))
                .map(spec -> spec.columns().path(column).asText());
    }

    private Set<String> ids(String sql, Stream<String> asked) throws SQLException {
        return Statements.rows(connection, sql, (Object) asked.distinct().toArray(String[]::new)).stream()
                .map(row -> row.path("id").asText()).collect(Collectors.toCollection(HashSet::new));
    }

    /** A name means one device: no id that is another's alias, no alias that is another's name. */
    private List<Objection> taken() throws SQLException {
        String[] names = specs.stream().flatMap(spec -> Stream.concat(Stream.of(spec.deviceId()),
                spec.aliases().stream())).toArray(String[]::new);
        Set<String> owned = Statements
                .rows(connection, """
                                  SELECT alias || ' ' || device_id AS id FROM telemetry.device_alias
                                  WHERE alias = ANY(?)
                                  UNION ALL SELECT device_id || ' ' || device_id FROM telemetry.device
                                  WHERE device_id = ANY(?) AND status <> 'unclaimed'""", names, names)
                .stream().map(row -> row.path("id").asText()).collect(Collectors.toSet());
        Set<String> taken = owned.stream().map(each -> each.substring(0, each.indexOf(' '))).collect(
                Collectors.toSet());
        List<Objection> objections = new ArrayList<>();
        for (DeviceSpec spec : specs) {
            Stream.concat(Stream.of(spec.deviceId()), spec.aliases().stream())
                    .filter(name -> taken.contains(name) && !owned.contains(name + " " + spec.deviceId()))
                    .forEach(name -> objections.add(spec.objection(name.equals(spec.deviceId())
                            ? "device_id"
                            : "aliases", "nama milik perangkat lain (another device's name): " + name)));
        }
        return objections;
    }
}
