package id.siaga.commandcenter.ops;

import com.fasterxml.jackson.databind.JsonNode;
import id.siaga.commandcenter.http.Question;
import id.siaga.commandcenter.http.Shown;
import id.siaga.commandcenter.http.Visit;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** What is held until somebody else has looked, and looking. */
public record ClosuresPage(Clock clock) {
    private static final String PATH = "/ops/penutupan";
    private static final String STATE = "state";

    /** {@code state} is what is asked for; held ones unless it says otherwise. */
    public record View(String state, List<Closure> closures, String next, Draft draft) {

        public List<String> states() {
            return List.of("HELD", "REFUSED", "REVIEWED", "ACCEPTED");
        }
    }

    Shown show(Visit visit) {
        return shown(visit, 200, Draft.of(visit));
    }

    private Shown shown(Visit visit, int status, Draft draft) {
        Instant now = clock.instant();
        String state = visit.query(STATE).isEmpty() ? "HELD" : visit.query(STATE);
        JsonNode page = visit.ask(Question.of("closures").where(STATE, state).where("limit", "30").where("cursor",
                visit.query("cursor")));
        return Templates.shown(status, "closures", Frame.of(visit, Place.CLOSURES),
                new View(state, Json.items(page).map(each -> Closure.of(each, visit, now)).toList(),
                        page.path("next_cursor").asText(""), draft));
    }

    Shown review(Visit visit) {
        return Draft.send(visit,
                Question.of("review_closure").at("id", visit.path("id"))
                        .saying(Json.form(visit, "decision", "reason", "sensor_override")),
                PATH + "?ok=1", this::shown);
    }
}
