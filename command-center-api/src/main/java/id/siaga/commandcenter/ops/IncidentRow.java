package id.siaga.commandcenter.ops;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * An incident in a list.
 *
 * @param due what its running clock says, empty where none runs
 * @param late it was told of long after it happened
 */
public record IncidentRow(long id, String number, String title, String priority, String category, String state,
        boolean open, String place, Moment caused, Optional<Due> due, boolean late, boolean simulated,
        Optional<Point> at) {
    private static final Duration LATE = Duration.ofMinutes(15);

    /** The running clock: time left, or time over. */
    public record Due(boolean overdue, String text) {
    }

    /** Degrees, WGS 84. */
    public record Point(double lat, double lng) {
    }

    /** P1 first, within a priority what is overdue, then what happened last. */
    static final Comparator<IncidentRow> BY_URGENCY = Comparator.comparing(IncidentRow::priority)
            .thenComparing(row -> !row.due().map(Due::overdue).orElse(false))
            .thenComparing(row -> Instant.parse(row.caused().iso()), Comparator.reverseOrder());

    static IncidentRow of(JsonNode incident, Instant now) {
        Instant caused = Instant.parse(incident.path("caused_at").asText());
        Instant opened = Instant.parse(incident.path("opened_at").asText());
        String state = incident.path("state").asText();
        return new IncidentRow(incident.path("id").longValue(), incident.path("number").asText(),
                incident.path("title").asText(), incident.path("priority").asText(),
                incident.path("category").asText(), Words.state(state), Moves.isOpen(state), place(incident),
                Moment.of(caused, now), due(incident, now), caused.plus(LATE).isBefore(opened),
                incident.path("simulated").booleanValue(), point(incident));
    }

    private static Optional<Due> due(JsonNode incident, Instant now) {
        boolean overdue = incident.path("overdue").asBoolean(false);
        return Optional.ofNullable(incident.path("due_at").textValue()).map(Instant::parse)
                .map(at -> at.isBefore(now) || overdue
                        ? new Due(true, "terlambat " + Moment.age(Duration.between(at, now)))
                        : new Due(false, "sisa " + Moment.age(Duration.between(now, at))));
    }

    static Optional<Point> point(JsonNode node) {
        return node.path("lat").isNumber() && node.path("lng").isNumber()
                ? Optional.of(new Point(node.path("lat").doubleValue(), node.path("lng").doubleValue()))
                : Optional.empty();
    }

    static String place(JsonNode incident) {
        String kelurahan = incident.path("kelurahan").asText("");
        String kecamatan = incident.path("kecamatan").asText("");
        String place = (kelurahan.isEmpty() ? "" : "Kel. " + kelurahan)
                + (kelurahan.isEmpty() || kecamatan.isEmpty() ? "" : ", ")
                + (kecamatan.isEmpty() ? "" : "Kec. " + kecamatan);
        return place.isEmpty()
                ? "lokasi tidak diketahui"
                : (incident.path("place_approximate").booleanValue() ? "≈ " : "") + place;
    }
}
