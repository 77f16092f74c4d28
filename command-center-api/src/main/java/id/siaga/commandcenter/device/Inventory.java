package id.siaga.commandcenter.device;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.sql.Database;
import java.util.List;
import java.util.stream.Stream;

/** What the city has: the registry as a sheet that can be imported again, and the report of its condition. */
public record Inventory(Database database) {
    /** The columns of the sheet. */
    public static final List<String> SHEET = Stream.concat(Stream.concat(Stream.of("device_id"),
            Field.ALL.stream().map(Field::name)), Stream.of("aliases", "status", "kelurahan", "kecamatan")).toList();

    /** The columns of the report. */
    public static final List<String> REPORT = List.of("device_id", "name", "kind", "class", "owner", "maintainer",
            "lat",
            "lng", "kelurahan", "kecamatan", "installed_on", "status", "presence", "firmware", "uptime_pct");

    private static final String UPTIME = """
                                         LEFT JOIN (SELECT DISTINCT ON (device_id) device_id, uptime_pct::float8 AS uptime_pct
                                             FROM telemetry.availability_month ORDER BY device_id, month DESC) u USING (device_id)""";

    /** {@code latest} is the newest month known. */
    public List<ObjectNode> report() {
        boolean measured = database.row("""
                                        SELECT count(*) = 3 AS there FROM information_schema.columns
                                        WHERE table_schema = 'telemetry' AND table_name = 'availability_month'
                                          AND column_name IN ('device_id', 'month', 'uptime_pct')""")
                .map(row -> row.path("there").booleanValue()).orElse(false);
        return database.rows("""
                             SELECT d.device_id, d.name, d.kind, d.class, d.owner, d.maintainer,
                                 coalesce(d.latitude, p.latitude) AS lat, coalesce(d.longitude, p.longitude) AS lng,
                                 d.kelurahan, d.kecamatan, d.installed_on, d.status,
                                 coalesce(s.presence, 'unknown') AS presence, d.firmware, %s AS uptime_pct
                             FROM telemetry.device d
                             LEFT JOIN telemetry.device_state s USING (device_id)
                             LEFT JOIN telemetry.river_post p USING (post)
                             %s
                             ORDER BY d.device_id""".formatted(measured ? "u.uptime_pct" : "NULL::float8",
                measured ? UPTIME : ""));
    }

    /** Of those {@code found} by a filter, in the same order. */
    public List<ObjectNode> sheet(List<String> found) {
        return database.rows("""
                             SELECT to_jsonb(row) AS row FROM (
                                 SELECT d.*, d.latitude AS lat, d.longitude AS lng,
                                     (SELECT string_agg(alias, ' ' ORDER BY alias) FROM telemetry.device_alias a
                                      WHERE a.device_id = d.device_id) AS aliases
                                 FROM telemetry.device d WHERE d.device_id = ANY(?) ORDER BY d.device_id) row""",
                (Object) found.toArray(String[]::new)).stream().map(row -> row.withObjectProperty("row")).toList();
    }
}
