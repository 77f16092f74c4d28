package id.siaga.commandcenter.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.account.Role;
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

    public record View(AccountsPage.Row row, String email, String phone, String appointment, List<Grant> grants,
            boolean gives, List<String> roles, Draft draft) {
    }

    public record Grant(long id, String role, String where, String decree, String validity, boolean ended) {

        static Grant of(JsonNode grant, Instant now) {
            return new Grant(grant.path("id").longValue(), roleOf(grant),
                    grant.path("kecamatan").asText("seluruh kota"),
                    "%s %s, %s".formatted(grant.path("decree_type").asText(), grant.path("decree_number").asText(),
                            grant.path("decree_date").asText()),
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

    private Shown shown(Visit visit, int status, Draft draft) {
        Instant now = clock.instant();
        JsonNode account = visit.ask(about(visit, "account"));
        View view = new View(AccountsPage.Row.of(account), Json.text(account.path("email")),
                Json.text(account.path("phone")), Json.text(account.path("appointment")),
                Json.items(visit.ask(about(visit, "grants"))).map(each -> Grant.of(each, now)).toList(),
                visit.offers("give_role"), AccountsPage.roles().stream().map(Enum::name).toList(), draft);
        return Templates.shown(status, "account", Frame.of(visit, Place.ACCOUNTS, view.row().user(), "Account"), view);
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
