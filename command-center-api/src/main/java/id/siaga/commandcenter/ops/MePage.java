package id.siaga.commandcenter.ops;

import com.fasterxml.jackson.databind.JsonNode;
import id.siaga.commandcenter.http.Problem;
import id.siaga.commandcenter.http.Question;
import id.siaga.commandcenter.http.Shown;
import id.siaga.commandcenter.http.Visit;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Who is logged in, where else, and the way out. */
public record MePage(Clock clock) {
    private static final String PATH = "/ops/saya";

    /** {@code changes}: can change the own password here; {@code codes}: one-time codes are asked for at each login. */
    public record View(List<Session> sessions, boolean listed, boolean changes, boolean codes, Optional<Secret> secret,
            List<String> recovery, Draft draft) {
    }

    /** To be typed or scanned into a phone, shown this once. */
    public record Secret(String base32, String uri) {
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
        return shown(visit, status, draft, Optional.empty(), List.of());
    }

    private Shown shown(Visit visit, int status, Draft draft, Optional<Secret> secret, List<String> recovery) {
        Instant now = clock.instant();
        boolean listed = visit.offers("sessions");
        return Templates.shown(status, "me", Frame.of(visit, Place.ME), new View(listed
                ? Json.items(visit.ask(Question.of("sessions").where("live", "true")))
                        .map(each -> Session.of(each, now)).toList()
                : List.of(), listed, visit.offers("change_password"),
                visit.ask(Question.of("own_account")).path("totp").asBoolean(false), secret, recovery, draft));
    }

    /** Not by going elsewhere: the secret is in this answer and nowhere else. */
    Shown enrol(Visit visit) {
        try {
            JsonNode drawn = visit.ask(Question.of("enrol_totp"));
            return shown(visit, 201, new Draft(false, "", Optional.empty()),
                    Optional.of(new Secret(drawn.path("secret").asText(), drawn.path("otpauth_uri").asText())),
                    List.of());
        } catch (Problem refused) {
            return shown(visit, refused.status(), Draft.refused(visit, Refusal.of(refused)));
        }
    }

    /** The recovery codes are in this answer and nowhere else. */
    Shown confirm(Visit visit) {
        try {
            JsonNode on = visit.ask(Question.of("confirm_totp").saying(Json.form(visit, "otp")));
            return shown(visit, 200, new Draft(true, "", Optional.empty()), Optional.empty(),
                    Json.words(on.path("recovery_codes")));
        } catch (Problem refused) {
            return shown(visit, refused.status(), Draft.refused(visit, Refusal.of(refused)));
        }
    }

    Shown remove(Visit visit) {
        return Draft.send(visit, Question.of("remove_totp").saying(Json.form(visit, "otp")), PATH + "?ok=1",
                this::shown);
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
