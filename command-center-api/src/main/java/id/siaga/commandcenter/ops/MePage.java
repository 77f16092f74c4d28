package id.siaga.commandcenter.ops;

import com.fasterxml.jackson.databind.JsonNode;
import id.siaga.commandcenter.http.Question;
import id.siaga.commandcenter.http.Shown;
import id.siaga.commandcenter.http.Visit;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** Who is logged in, where else, and the way out. */
public record MePage(Clock clock) {
    private static final String PATH = "/ops/saya";

    /** {@code changes}: can change the own password here. */
    public record View(List<Session> sessions, boolean listed, boolean changes, Draft draft) {
    }

    public record Session(long id, String kind, Moment created, String seen, String address, String agent,
            boolean over) {

        static Session of(JsonNode session, Instant now) {
            return new Session(session.path("id").longValue(),
                    Words.session(session.path("kind").asText()) + " "
                            + (session.path("name").isTextual() ? session.path("name").asText() : ""),
                    Moment.of(Instant.parse(session.path("created_at").asText()), now),
                    Moment.in(session.path("seen_at"), now).map(seen -> seen.age() + " lalu").orElse("—"),
                    Json.text(session.path("address")), Json.text(session.path("user_agent")),
                    session.path("revoked_at").isTextual());
        }
    }

    Shown show(Visit visit) {
        return shown(visit, 200, Draft.of(visit));
    }

    private Shown shown(Visit visit, int status, Draft draft) {
        Instant now = clock.instant();
        boolean listed = visit.offers("sessions");
        return Templates.shown(status, "me", Frame.of(visit, Place.ME), new View(listed
                ? Json.items(visit.ask(Question.of("sessions").where("live", "true")))
                        .map(each -> Session.of(each, now)).toList()
                : List.of(), listed, visit.offers("change_password"), draft));
    }

    Shown revoke(Visit visit) {
        return Draft.send(visit, Question.of("revoke_session").at("id", visit.path("id")), PATH + "?ok=1",
                this::shown);
    }

    Shown password(Visit visit) {
        return Draft.send(visit,
                Question.of("change_password").saying(Json.form(visit, "old_password", "new_password")),
                PATH + "?ok=1", this::shown);
    }

    Shown leave(Visit visit) {
        visit.ask(Question.of("logout"));
        return new Shown.Elsewhere("/login");
    }
}
