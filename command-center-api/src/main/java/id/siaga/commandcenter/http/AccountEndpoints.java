package id.siaga.commandcenter.http;

import static java.util.stream.Collectors.toUnmodifiableSet;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.account.OneTimeCodes;
import id.siaga.commandcenter.account.PasswordChanges;
import id.siaga.commandcenter.account.People;
import id.siaga.commandcenter.account.Profile;
import id.siaga.commandcenter.account.Role;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The register of accounts over HTTP. */
public record AccountEndpoints(People people, PasswordChanges passwords, OneTimeCodes codes) {
    private static final Pattern USER = Pattern.compile("(?!layar-)[a-z0-9][a-z0-9._-]{1,62}");
    private static final Set<String> PROFILE = Set.of("display_name", "email", "phone", "agency", "appointment");
    private static final Set<String> CREATED = with("user");
    private static final Set<String> CHANGED = with("oidc_subject");

    private static Set<String> with(String one) {
        return Stream.concat(PROFILE.stream(), Stream.of(one)).collect(toUnmodifiableSet());
    }

    public Map<String, Endpoint> byOperation() {
        return Map.of("accounts", this::list, "create_account", this::create, "account", this::read, "change_account",
                this::change, "reset_password", this::reset, "reset_totp", this::resetCodes);
    }

    private Reply list(Call call) {
        Page page = Page.of(call);
        return page.reply(people.list(new People.Filter(call.sought("q"),
                call.oneOf("status", "ACTIVE", "SUSPENDED", "DEACTIVATED"), call.oneOf("role", Role.class),
                page.before(), page.probe())), "id");
    }

    private Reply create(Call call) {
        Fields fields = Fields.of(call.json(), CREATED);
        String user = fields.required("user", 200);
        fields.expect(user.isEmpty() || USER.matcher(user).matches(), "user",
                "huruf kecil, angka, titik, strip; 2 sampai 63 (small letters, digits, dots, dashes)");
        Profile profile = profile(fields);
        fields.expect(profile.appointment().isPresent(), "appointment", "wajib (required)");
        fields.check();
        People.Created created = people.create(user, profile);
        return Reply.created(created.account().put("one_time_password", created.password()));
    }

    private static Profile profile(Fields fields) {
        Optional<String> email = fields.maybe("email", 200);
        fields.expect(email.isEmpty() || email.get().matches("[^@\\s]+@[^@\\s]+"), "email", "bukan surel (no e-mail)");
        return new Profile(fields.required("display_name", 200), email, fields.maybe("phone", 40),
                fields.maybe("agency", 200), fields.maybe("appointment", 500));
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
        CHANGED.forEach(name -> merged.set(name, now.get(name)));
        call.json().properties().forEach(member -> merged.set(member.getKey(), member.getValue()));
        Fields fields = Fields.of(merged, CHANGED);
        Profile profile = profile(fields);
        Optional<String> subject = fields.maybe("oidc_subject", 500);
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
