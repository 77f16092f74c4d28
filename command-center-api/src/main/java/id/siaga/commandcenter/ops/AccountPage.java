package id.siaga.commandcenter.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.account.Role;
import id.siaga.commandcenter.http.Problem;
import id.siaga.commandcenter.http.Question;
import id.siaga.commandcenter.http.Shown;
import id.siaga.commandcenter.http.Visit;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** One account: who it is, what it was ever appointed to, and appointing it. */
public record AccountPage(Clock clock) {
    private static final String USER = "user";
    private static final List<Option> DECREES = List.of(new Option("WALI_KOTA", "Wali Kota"),
            new Option("KEPALA_SATPOL_PP", "Kepala Satpol PP"), new Option("KEPALA_OPD", "Kepala OPD"));

    /** {@code made} is a new one-time password, shown this once. */
    public record View(AccountsPage.Row row, Profile profile, List<Grant> grants, List<Suspension> suspensions,
            List<Option> reasons, List<Option> kecamatan, May may, Optional<String> made, Draft draft) {

        public List<Option> roles() {
            return AccountsPage.roles().stream().map(role -> new Option(role.name(), Words.role(role))).toList();
        }

        public List<Option> decrees() {
            return DECREES;
        }
    }

    /** {@code leaving} says what has become of letting them go, empty while nobody asked for it. */
    public record Profile(String email, String phone, String appointment, boolean codes, String leaving,
            boolean gone) {

        static Profile of(JsonNode account, Instant now) {
            JsonNode leaving = account.path("offboarding");
            return new Profile(Json.text(account.path("email")), Json.text(account.path("phone")),
                    Json.text(account.path("appointment")), account.path("totp").asBoolean(false),
                    leaving.isObject()
                            ? "%s (%s), batas %s%s".formatted(leaving.path("reason").asText(),
                                    leaving.path("requested_by").asText(),
                                    Moment.in(leaving.path("due_at"), now).map(Moment::text).orElse("—"),
                                    successor(leaving))
                            : "",
                    account.path("status").asText().equals("DEACTIVATED"));
        }

        private static String successor(JsonNode leaving) {
            return leaving.path("successor").isTextual() ? ", pengganti " + leaving.path("successor").asText() : "";
        }
    }

    /** Which forms there are. */
    public record May(boolean give, boolean suspend, boolean lift, boolean ask, boolean complete, boolean password,
            boolean codes) {

        static May of(Visit visit) {
            return new May(visit.offers("give_role"), visit.offers("suspend"), visit.offers("lift_suspension"),
                    visit.offers("request_offboarding"), visit.offers("complete_offboarding"),
                    visit.offers("reset_password"), visit.offers("reset_totp"));
        }
    }

    /** {@code over}: lifted, or past its time. */
    public record Suspension(long id, String reason, String evidence, String by, String until, boolean over,
            String lifted) {

        static Suspension of(JsonNode suspension, List<Option> reasons, Instant now) {
            Instant until = Instant.parse(suspension.path("until").asText());
            boolean lifted = suspension.path("lifted_at").isTextual();
            return new Suspension(suspension.path("suspension_id").longValue(),
                    Option.words(reasons, suspension.path("reason_code").asText()),
                    suspension.path("evidence").asText(),
                    suspension.path("suspended_by").asText(), Moment.of(until, now).text(),
                    lifted || until.isBefore(now), lifted
                            ? suspension.path("lifted_by").asText() + ": " + suspension.path("lift_reason").asText()
                            : "");
        }
    }

    public record Grant(long id, String role, String where, String decree, String validity, boolean ended) {

        static Grant of(JsonNode grant, Kecamatan kecamatan, Instant now) {
            return new Grant(grant.path("id").longValue(), roleOf(grant),
                    kecamatan.where(grant.path("kecamatan").asText("")),
                    "%s %s, %s".formatted(Option.words(DECREES, grant.path("decree_type").asText()),
                            grant.path("decree_number").asText(),
                            Moment.day(grant.path("decree_date").asText())),
                    Moment.in(grant.path("valid_from"), now).map(Moment::text).orElse("—") + " sampai "
                            + Moment.in(grant.path("valid_until"), now).map(Moment::text).orElse("tanpa batas"),
                    grant.path("revoked_at").isTextual());
        }

        private static String roleOf(JsonNode grant) {
            return Role.named(grant.path("role").asText()).map(Words::role).orElse(grant.path("role").asText());
        }
    }

    Shown show(Visit visit) {
        return shown(visit, 200, Draft.of(visit));
    }

    Shown shown(Visit visit, int status, Draft draft) {
        return shown(visit, status, draft, Optional.empty());
    }

    private Shown shown(Visit visit, int status, Draft draft, Optional<String> made) {
        Instant now = clock.instant();
        JsonNode account = visit.ask(about(visit, "account"));
        Kecamatan kecamatan = Kecamatan.of(visit);
        List<Option> reasons = Json.items(visit.ask(Question.of("suspension_reasons")))
                .map(each -> new Option(each.path("reason_code").asText(), each.path("text").asText())).toList();
        View view = new View(AccountsPage.Row.of(account, kecamatan), Profile.of(account, now),
                Json.items(visit.ask(about(visit, "grants"))).map(each -> Grant.of(each, kecamatan, now)).toList(),
                Json.each(account.path("suspensions")).map(each -> Suspension.of(each, reasons, now)).toList(), reasons,
                kecamatan.all(), May.of(visit), made, draft);
        return Templates.shown(status, "account", Frame.of(visit, Place.ACCOUNTS, view.row().user(), "Account"), view);
    }

    /** Not by going elsewhere: the password is in this answer and nowhere else. */
    Shown resetPassword(Visit visit) {
        try {
            JsonNode made = visit.ask(about(visit, "reset_password"));
            return shown(visit, 201, new Draft(true, "", Optional.empty()),
                    Optional.of(made.path("one_time_password").asText()));
        } catch (Problem refused) {
            return shown(visit, refused.status(), Draft.refused(visit, Refusal.of(refused)));
        }
    }

    private static Question about(Visit visit, String operation) {
        return Question.of(operation).at(USER, visit.path(USER));
    }

    private static String onward(Visit visit) {
        return "/ops/akun/" + visit.path(USER) + "?ok=1";
    }

    Shown give(Visit visit) {
        ObjectNode request = Json.form(visit, "role", "kecamatan", "agency", "decree_type", "decree_number",
                "decree_date");
        endOf(visit.form("valid_until")).ifPresent(until -> request.put("valid_until", until.toString()));
        return Draft.send(visit, about(visit, "give_role").saying(request), onward(visit), this::shown);
    }

    /** A day as typed lasts until its end in Jakarta. */
    private static Optional<Instant> endOf(String day) {
        try {
            return Optional.of(LocalDate.parse(day).plusDays(1).atStartOfDay(Moment.WIB).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    Shown revoke(Visit visit) {
        return Draft.send(visit,
                about(visit, "revoke_role").at("id", visit.path("id")).where("reason", visit.form("reason")),
                onward(visit), this::shown);
    }
}
