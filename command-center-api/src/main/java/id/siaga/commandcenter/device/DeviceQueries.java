package id.siaga.commandcenter.device;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.reading.ReadingWords;
import id.siaga.commandcenter.sql.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads devices with their last state, in the order of their ids. */
public record DeviceQueries(Database database) {
    private static final String SELECT = """
                                         SELECT d.device_id, d.kind, d.name, d.status, coalesce(s.presence, 'unknown') AS presence,
                                                CASE WHEN d.kind = 'gps' THEN coalesce(s.latitude, d.latitude)
                                                     ELSE coalesce(d.latitude, p.latitude, s.latitude) END AS lat,
                                                CASE WHEN d.kind = 'gps' THEN coalesce(s.longitude, d.longitude)
                                                     ELSE coalesce(d.longitude, p.longitude, s.longitude) END AS lng,
                                                d.post, coalesce(s.interval_s, d.interval_s) AS interval_s, d.mount_mm, d.zero_mm, d.codec, d.receipts, d.downlink,
                                                d.owner, d.kelurahan, d.version,
                                                s.presence_cause, s.presence_because, s.presence_since, s.last_received_at, s.last_observed_at,
                                                extract(epoch FROM clock_timestamp() - s.last_received_at)::float8 AS age_s,
                                                s.flags, s.latest, o.severity AS alert
                                         FROM telemetry.device d
                                         LEFT JOIN telemetry.device_state s USING (device_id)
                                         LEFT JOIN telemetry.river_post p USING (post)
                                         LEFT JOIN (SELECT DISTINCT ON (device_id) device_id, severity FROM telemetry.alert
                                                    WHERE cleared_at IS NULL
                                                    ORDER BY device_id, array_position(ARRAY['EMERG', 'CRIT', 'WARN', 'INFO'], severity)) o
                                             USING (device_id)
                                         """;

    /** Null means: any; {@code after} is the id the last page ended with. */
    public record Filter(@Nullable String kind, @Nullable String status, @Nullable String presence,
            @Nullable String owner, @Nullable String kelurahan, @Nullable String parent, @Nullable String text,
            String after, int limit) {

        /** A pattern for what may stand anywhere in an id, a name or an alias. */
        @Nullable
        String pattern() {
            return text == null ? null : "%" + text.replaceAll("([\\\\%_])", "\\\\$1") + "%";
        }
    }

    public List<ObjectNode> devices(Filter filter) {
        return spelled(database.rows(
                SELECT + """
                         WHERE d.device_id > ?
                           AND (?::text IS NULL OR d.kind = ?)
                           AND (?::text IS NULL OR d.status = ?)
                           AND (?::text IS NULL OR coalesce(s.presence, 'unknown') = ?)
                           AND (?::text IS NULL OR d.owner = ?)
                           AND (?::text IS NULL OR ? IN (d.kelurahan, d.kelurahan_code))
                           AND (?::text IS NULL OR ? IN (d.power_parent, d.uplink_parent, d.switch_parent))
                           AND (?::text IS NULL OR d.device_id ILIKE ? OR d.name ILIKE ? OR EXISTS (
                               SELECT FROM telemetry.device_alias a
                               WHERE a.device_id = d.device_id AND a.alias ILIKE ?))
                         ORDER BY d.device_id LIMIT ?""", filter.after(), filter.kind(),
                filter.kind(), filter.status(),
                filter.status(), filter.presence(), filter.presence(), filter.owner(), filter.owner(),
                filter.kelurahan(), filter.kelurahan(), filter.parent(), filter.parent(), filter.pattern(),
                filter.pattern(), filter.pattern(), filter.pattern(), filter.limit()));
    }

    public Optional<ObjectNode> device(String id) {
        return spelled(database.rows(SELECT + "WHERE d.device_id = ?", id)).stream().findFirst();
    }

    /** Devices whose state, registration or alerts moved within the last {@code window}. */
    public List<ObjectNode> changedWithin(Duration window, Instant now) {
        Instant since = now.minus(window);
        return spelled(database
                .rows(SELECT + """
                               WHERE s.last_received_at > ? OR s.presence_since > ? OR d.changed_at > ?
                                  OR d.device_id IN (SELECT a.device_id FROM telemetry.alert a
                                                     JOIN (SELECT alert_id, decided_at FROM telemetry.alert_event
                                                           ORDER BY event_id DESC LIMIT 1000) e USING (alert_id)
                                                     WHERE e.decided_at > ?)
                               ORDER BY d.device_id""", since, since, since, since));
    }

    private static List<ObjectNode> spelled(List<ObjectNode> devices) {
        devices.forEach(ReadingWords::spelled);
        return devices;
    }
}
