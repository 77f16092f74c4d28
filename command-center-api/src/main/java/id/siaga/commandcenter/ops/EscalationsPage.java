package id.siaga.commandcenter.ops;

import com.fasterxml.jackson.databind.JsonNode;
import id.siaga.commandcenter.http.Question;
import id.siaga.commandcenter.http.Shown;
import id.siaga.commandcenter.http.Visit;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** Who was called because a clock ran out, and answering for it. */
public record EscalationsPage(Clock clock) {
    private static final String PATH = "/ops/eskalasi";
    private static final String ALL = "semua";

    /** {@code all}: also those that somebody answered. */
    public record View(boolean all, List<Row> rows, String next, boolean answers, Draft draft) {
    }

    /** {@code awaits} an answer, or only told; {@code answered} says by whom and when, empty while nobody has. */
    public record Row(long incident, String number, String title, String priority, String state, String step,
            Moment raised, String told, boolean awaits, String answered) {

        static Row of(JsonNode escalation, Instant now) {
            return new Row(escalation.path("incident_id").longValue(), escalation.path("number").asText(),
                    escalation.path("title").asText(), escalation.path("priority").asText(),
                    Words.state(escalation.path("state").asText()), Words.step(escalation.path("step").asText()),
                    Moment.of(Instant.parse(escalation.path("raised_at").asText()), now),
                    String.join(", ", Json.words(escalation.path("told")).stream().map(Words::addressee).toList()),
                    escalation.path("awaits_until").isTextual(),
                    Moment.in(escalation.path("acknowledged_at"), now)
                            .map(at -> escalation.path("acknowledged_by").asText() + ", " + at.text()).orElse(""));
        }
    }

    Shown show(Visit visit) {
        return shown(visit, 200, Draft.of(visit));
    }

    private Shown shown(Visit visit, int status, Draft draft) {
        Instant now = clock.instant();
        boolean all = !visit.query(ALL).isEmpty();
        JsonNode page = visit.ask(Question.of("escalations").where("acknowledged", all ? "" : "false")
                .where("limit", "50").where("cursor", visit.query("cursor")));
        return Templates.shown(status, "escalations", Frame.of(visit, Place.ESCALATIONS),
                new View(all, Json.items(page).map(each -> Row.of(each, now)).toList(),
                        page.path("next_cursor").asText(""), visit.offers("acknowledge_escalations"), draft));
    }

    Shown answer(Visit visit) {
        return Draft.send(visit, Question.of("acknowledge_escalations").at("id", visit.path("id")), PATH + "?ok=1",
                this::shown);
    }
}
