package id.siaga.commandcenter.incident;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/** One alert event out of the outbox, with where its device stands. {@code at} is event time. */
public record AlertNotice(long eventId, long alertId, String ruleId, String deviceId, String change, String opens,
        String severity, Optional<String> category, Optional<Priority> priority, String title, String cause, Instant at,
        Optional<Point> point, boolean simulated) {

    /** What {@link #of} reads; its one parameter is the flag of simulated readings. */
    static final String SELECT = """
                                 SELECT e.event_id, e.alert_id, a.rule_id, a.device_id, e.change, e.opens, e.severity,
                                        e.category, e.priority, e.title, a.cause, e.at,
                                        CASE WHEN d.kind = 'gps' THEN coalesce(s.latitude, d.latitude)
                                             ELSE coalesce(d.latitude, p.latitude, s.latitude) END AS latitude,
                                        CASE WHEN d.kind = 'gps' THEN coalesce(s.longitude, d.longitude)
                                             ELSE coalesce(d.longitude, p.longitude, s.longitude) END AS longitude,
                                        coalesce(s.flags & ? <> 0, false) AS simulated
                                 FROM telemetry.alert_event e
                                 JOIN telemetry.alert a USING (alert_id)
                                 LEFT JOIN telemetry.device d USING (device_id)
                                 LEFT JOIN telemetry.river_post p USING (post)
                                 LEFT JOIN telemetry.device_state s USING (device_id)
                                 """;

    /** WGS 84 degrees. */
    public record Point(double latitude, double longitude) {
    }

    static AlertNotice of(ObjectNode row) {
        return new AlertNotice(row.path("event_id").longValue(), row.path("alert_id").longValue(),
                row.path("rule_id").asText(), row.path("device_id").asText(), row.path("change").asText(),
                row.path("opens").asText(), row.path("severity").asText(),
                Optional.ofNullable(row.path("category").textValue()),
                Optional.ofNullable(row.path("priority").textValue()).flatMap(Priority::named),
                row.path("title").asText(), row.path("cause").asText(), Instant.parse(row.path("at").asText()),
                point(row.path("latitude"), row.path("longitude")), row.path("simulated").booleanValue());
    }

    /** One that was made up: nothing in the tables is like it. */
    static AlertNotice rehearsed(long eventId, String opens, String change, Instant at) {
        return new AlertNotice(eventId, -1, "@rehearsal", "@rehearsal", change, opens, "MAJOR",
                Optional.empty(),
                Optional.empty(), "Latihan", "@rehearsal/" + opens, at, Optional.of(new Point(-6.24, 106.99)), true);
    }

    static Optional<Point> point(JsonNode latitude, JsonNode longitude) {
        return latitude.isNumber() && longitude.isNumber()
                ? Optional.of(new Point(latitude.doubleValue(), longitude.doubleValue()))
                : Optional.empty();
    }

    /** The same of another cause and with another name. */
    AlertNotice as(String otherCause, String otherTitle) {
        return new AlertNotice(eventId, alertId, ruleId, deviceId, change, opens, severity, category, priority,
                otherTitle, otherCause, at, point, simulated);
    }

    AlertNotice standing(Optional<Point> there) {
        return new AlertNotice(eventId, alertId, ruleId, deviceId, change, opens, severity, category, priority, title,
                cause, at, there, simulated);
    }

    /** Opened or raised: the situation got worse. */
    public boolean isWorse() {
        return change.equals("opened") || change.equals("raised");
    }

    public boolean isCleared() {
        return change.equals("cleared");
    }

    public boolean wantsIncident() {
        return opens.equals("incident");
    }

    public boolean wantsTicket() {
        return opens.equals("ticket");
    }
}
