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

    private static final String REPORTED = """
                                           SELECT d.device_id, d.name, d.kind, d.class, d.owner, d.maintainer,
                                               coalesce(d.latitude, p.latitude) AS lat, coalesce(d.longitude, p.longitude) AS lng,
                                               d.kelurahan, d.kecamatan, d.installed_on, d.status,
                                               coalesce(s.presence, 'unknown') AS presence,
                                               coalesce(t.reported ->> 'firmware', d.firmware) AS firmware,
                                               u.available_pct AS uptime_pct
                                           FROM telemetry.device d
                                           LEFT JOIN telemetry.device_state s USING (device_id)
                                           LEFT JOIN telemetry.device_twin t USING (device_id)
                                           LEFT JOIN telemetry.river_post p USING (post)
                                           LEFT JOIN telemetry.availability_month u ON u.device_id = d.device_id
                                               AND u.month = to_char(now() AT TIME ZONE 'Asia/Jakarta', 'YYYY-MM')
                                           ORDER BY d.device_id""";

    /** Uptime is {@code available_pct} of this month in Jakarta, null of who was not heard yet. */
    public List<ObjectNode> report() {
        return database.report(REPORTED);
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
