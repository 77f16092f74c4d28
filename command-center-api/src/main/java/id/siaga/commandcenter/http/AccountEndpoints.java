package id.siaga.commandcenter.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.account.OneTimeCodes;
import id.siaga.commandcenter.account.PasswordChanges;
import id.siaga.commandcenter.account.People;
import id.siaga.commandcenter.account.Profile;
import id.siaga.commandcenter.account.Role;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The register of accounts over HTTP. */
public record AccountEndpoints(People people, PasswordChanges passwords, OneTimeCodes codes) {
    private static final Pattern USER = Pattern.compile("(?!layar-)[a-z0-9][a-z0-9._-]{1,62}");
    private static final String[] PROFILE = {"display_name", "email", "phone", "agency", "appointment"};

    public Map<String, Endpoint> byOperation() {
        return Map.of("accounts", this::list, "create_account", this::create, "account", this::read, "change_account",
                this::change, "reset_password", this::reset, "reset_totp", this::resetCodes);
    }

    private Reply list(Call call) {
        Page page = Page.of(call);
        return page.reply(people.list(new People.Filter(call.word("q"),
                call.oneOf("status", "ACTIVE", "SUSPENDED", "DEACTIVATED"), call.oneOf("role", Role.class),
                page.before(), page.probe())), "id");
    }

    private Reply create(Call call) {
        Members fields = new Members(call.json(), "user", PROFILE[0], PROFILE[1], PROFILE[2], PROFILE[3], PROFILE[4]);
        String user = fields.matching("user", USER,
                "huruf kecil, angka, titik, strip; 2 sampai 63 (small letters, digits, dots, dashes)");
        Profile profile = profile(fields);
        fields.expect(profile.appointment().isPresent(), "appointment", "wajib (required)");
        fields.check();
        People.Created created = people.create(user, profile);
        return Reply.created(created.account().put("one_time_password", created.password()));
    }

    private static Profile profile(Members fields) {
        Optional<String> email = fields.text("email", 200);
        fields.expect(email.isEmpty() || email.get().matches("[^@\\s]+@[^@\\s]+"), "email", "bukan surel (no e-mail)");
        return new Profile(fields.required("display_name", 200), email, fields.text("phone", 40),
                fields.text("agency", 200), fields.text("appointment", 500));
    }

    private Reply read(Call call) {
        return tagged(people.found(call.path("user")));
    }

    private static Reply tagged(ObjectNode account) {
        return Reply.ok(account).with("ETag", Tag.of(account.path("version").longValue()));
    }

    /** Members left out stay, null takes one away. */
    private Reply change(Call call) {
        long seen = Tag.seen(call);
        String user = call.path("user");
        ObjectNode now = people.found(user);
        ObjectNode merged = JsonNodeFactory.instance.objectNode();
        for (String name : PROFILE) {
            merged.set(name, now.get(name));
        }
        merged.set("oidc_subject", now.get("oidc_subject"));
        call.json().properties().forEach(member -> merged.set(member.getKey(), member.getValue()));
        Members fields = new Members(merged, PROFILE[0], PROFILE[1], PROFILE[2], PROFILE[3], PROFILE[4],
                "oidc_subject");
        Profile profile = profile(fields);
        Optional<String> subject = fields.text("oidc_subject", 500);
        fields.check();
        return tagged(people.change(user, seen, profile, subject)
                .orElseThrow(() -> Tag.changedMeanwhile(people.found(user).path("version").longValue())));
    }

    private Reply reset(Call call) {
        String user = call.path("user");
        return Reply.created(JsonNodeFactory.instance.objectNode().put("user", user).put("one_time_password",
                passwords.reset(user, call.account().user())
                        .orElseThrow(() -> Problem.missing("akun aktif (active account) " + user))));
    }

    private Reply resetCodes(Call call) {
        people.found(call.path("user"));
        codes.remove(call.path("user"));
        return Reply.nothing();
    }
}
