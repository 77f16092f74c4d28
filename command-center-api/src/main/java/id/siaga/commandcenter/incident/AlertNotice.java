package id.siaga.commandcenter.incident;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/** One alert event out of the outbox, with where its device stands. {@code at} is event time. */
public record AlertNotice(long eventId, long alertId, String ruleId, String deviceId, String change, String opens,
        String severity, Optional<String> category, Optional<Priority> priority, String title, String cause, Instant at,
        Optional<Point> point, boolean simulated) {

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

    private static Optional<Point> point(JsonNode latitude, JsonNode longitude) {
        return latitude.isNumber() && longitude.isNumber()
                ? Optional.of(new Point(latitude.doubleValue(), longitude.doubleValue()))
                : Optional.empty();
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
