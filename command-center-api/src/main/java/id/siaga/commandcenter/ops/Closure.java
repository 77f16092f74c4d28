package id.siaga.commandcenter.ops;

import com.fasterxml.jackson.databind.JsonNode;
import id.siaga.commandcenter.http.Visit;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * That somebody said an incident is over: what came of it, what is doubted, and who decided.
 *
 * @param decision who decided and why, empty while nobody has
 * @param reviewable whether the reader may decide about it
 */
public record Closure(long id, long incident, String number, String title, String priority, String place,
        String standing, boolean held, String result, String note, String by, Moment at, List<String> doubts,
        List<String> sensors, List<Long> photos, String decision, boolean reviewable) {

    static Closure of(JsonNode closure, Visit visit, Instant now) {
        boolean held = closure.path("state").asText().equals("HELD");
        String by = closure.path("proposed_by").asText();
        return new Closure(closure.path("id").longValue(), closure.path("incident_id").longValue(),
                closure.path("number").asText(), closure.path("title").asText(), closure.path("priority").asText(),
                closure.path("kecamatan").isTextual() ? "Kec. " + closure.path("kecamatan").asText() : "seluruh kota",
                Words.closure(closure.path("state").asText()), held, closure.path("result").asText(),
                closure.path("note").asText(), by,
                Moment.of(Instant.parse(closure.path("proposed_at").asText()), now),
                Json.each(closure.path("doubts")).map(doubt -> doubt.path("text").asText()).toList(),
                Json.each(closure.path("sensors")).map(Closure::sensor).toList(),
                Json.each(closure.path("photos")).map(JsonNode::longValue).toList(), decision(closure, now),
                held && visit.offers("review_closure") && !by.equals(visit.account().user()));
    }

    private static String sensor(JsonNode sensor) {
        String text = sensor.path("text").asText("");
        return sensor.path("device_id").asText() + ": " + Words.standing(sensor.path("standing").asText())
                + (text.isEmpty() ? "" : ", " + text);
    }

    private static String decision(JsonNode closure, Instant now) {
        return Stream.of(closure.path("reviewed_by")).filter(JsonNode::isTextual)
                .map(by -> "%s, %s: %s".formatted(by.asText(),
                        Moment.in(closure.path("reviewed_at"), now).map(Moment::text).orElse("—"),
                        closure.path("review_reason").asText("")))
                .findFirst().orElse("");
    }
}
