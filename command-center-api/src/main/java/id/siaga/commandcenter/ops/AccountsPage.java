package id.siaga.commandcenter.ops;

import com.fasterxml.jackson.databind.JsonNode;
import id.siaga.commandcenter.account.Role;
import id.siaga.commandcenter.http.Problem;
import id.siaga.commandcenter.http.Question;
import id.siaga.commandcenter.http.Shown;
import id.siaga.commandcenter.http.Visit;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Who may work here, and screens that wait to be let in. */
public record AccountsPage(Clock clock) {
    private static final String PATH = "/ops/akun";

    /** {@code made} is the one-time password of an account just made, shown this once. */
    public record View(String text, String status, List<Row> rows, String next, boolean creates,
            Optional<List<Pairing>> pairings, List<MePage.Session> screens, Optional<Made> made, Draft draft) {
    }

    public record Made(String user, String password) {
    }

    public record Row(String user, String name, String status, String agency, List<String> roles) {

        static Row of(JsonNode account, Kecamatan kecamatan) {
            return new Row(account.path("user").asText(), Json.text(account.path("display_name")),
                    Words.account(account.path("status").asText()), Json.text(account.path("agency")),
                    Json.each(account.path("grants")).map(each -> role(each, kecamatan)).distinct().toList());
        }

        private static String role(JsonNode grant, Kecamatan kecamatan) {
            String code = grant.path("kecamatan").asText("");
            return Role.named(grant.path("role").asText()).map(Words::role).orElse(grant.path("role").asText())
                    + (code.isEmpty() || code.equals("null") ? "" : ", " + kecamatan.where(code));
        }
    }

    public record Pairing(String code, String address) {

        static Pairing of(JsonNode waiting) {
            return new Pairing(asShown(waiting.path("user_code").asText()), Json.text(waiting.path("address")));
        }

        /** As the screen shows it. */
        private static String asShown(String code) {
            int half = code.length() / 2;
            return code.contains("-") ? code : code.substring(0, half) + "-" + code.substring(half);
        }
    }

    static List<Role> roles() {
        return Arrays.asList(Role.values());
    }

    Shown show(Visit visit) {
        return shown(visit, 200, Draft.of(visit));
    }

    private Shown shown(Visit visit, int status, Draft draft) {
        return shown(visit, status, draft, Optional.empty());
    }

    private Shown shown(Visit visit, int status, Draft draft, Optional<Made> made) {
        JsonNode page = visit.ask(Question.of("accounts").where("q", visit.query("q"))
                .where("status", visit.query("status")).where("limit", "50").where("cursor", visit.query("cursor")));
        Kecamatan kecamatan = Kecamatan.of(visit);
        return Templates.shown(status, "accounts", Frame.of(visit, Place.ACCOUNTS),
                new View(visit.query("q"), visit.query("status"),
                        Json.items(page).map(each -> Row.of(each, kecamatan)).toList(),
                        page.path("next_cursor").asText(""), visit.offers("create_account"), pairings(visit),
                        screens(visit), made,
                        draft));
    }

    /** Everybody's screens are told to those who make accounts. */
    private List<MePage.Session> screens(Visit visit) {
        return visit.offers("create_account")
                ? Json.items(visit.ask(Question.of("sessions").where("user", "*").where("live", "true")
                        .where("limit", "1000"))).filter(each -> each.path("kind").asText().equals("WALL"))
                        .map(each -> MePage.Session.of(each, clock.instant())).toList()
                : List.of();
    }

    private static Optional<List<Pairing>> pairings(Visit visit) {
        return visit.offers("pairings")
                ? Optional.of(Json.items(visit.ask(Question.of("pairings"))).map(Pairing::of).toList())
                : Optional.empty();
    }

    /** Not by going elsewhere: the password is in this answer and nowhere else. */
    Shown create(Visit visit) {
        try {
            JsonNode made = visit.ask(Question.of("create_account")
                    .saying(Json.form(visit, "user", "display_name", "email", "phone", "agency", "appointment")));
            return shown(visit, 201, new Draft(true, "", Optional.empty()), Optional.of(new Made(
                    made.path("user").asText(), made.path("one_time_password").asText())));
        } catch (Problem refused) {
            return shown(visit, refused.status(), Draft.refused(visit, Refusal.of(refused)));
        }
    }

    Shown pair(Visit visit) {
        Question question = visit.form("decision").equals("deny")
                ? Question.of("deny_pairing").at("user_code", visit.form("code"))
                : Question.of("approve_pairing").at("user_code", visit.form("code"))
                        .saying(Json.form(visit, "mode", "name"));
        return Draft.send(visit, question, PATH + "?ok=1", this::shown);
    }

    Shown unplug(Visit visit) {
        return Draft.send(visit, Question.of("revoke_session").at("id", visit.path("id")), PATH + "?ok=1",
                this::shown);
    }
}
