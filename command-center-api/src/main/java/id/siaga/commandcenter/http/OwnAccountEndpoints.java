package id.siaga.commandcenter.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.account.ApiTokens;
import id.siaga.commandcenter.account.OneTimeCodes;
import id.siaga.commandcenter.account.PasswordChanges;
import id.siaga.commandcenter.account.People;
import id.siaga.commandcenter.account.Role;
import id.siaga.commandcenter.account.Session;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** What everybody does for themselves: password, one-time codes, tokens for programs. */
public record OwnAccountEndpoints(People people, PasswordChanges passwords, OneTimeCodes codes, ApiTokens tokens) {
    private static final int LONGEST = 200;

    public Map<String, Endpoint> byOperation() {
        return Map.of("own_account", call -> Reply.ok(people.found(call.account().user())), "change_password",
                this::change, "enrol_totp", this::enrol, "confirm_totp", this::confirm, "remove_totp", this::remove,
                "make_token", this::token);
    }

    private Reply change(Call call) {
        Fields fields = Fields.of(call.json(), Set.of("old_password", "new_password"));
        String old = fields.needed("old_password", fields.verbatim("old_password", LONGEST), "");
        String fresh = fields.needed("new_password", fields.verbatim("new_password", LONGEST), "");
        fields.check();
        passwords.change(call.account().user(), old, fresh, call.session().id());
        return Reply.nothing();
    }

    private Reply enrol(Call call) {
        OneTimeCodes.Enrolment enrolment = codes.enrol(call.account().user());
        return Reply.created(JsonNodeFactory.instance.objectNode().put("secret", enrolment.secret())
                .put("otpauth_uri", enrolment.uri()));
    }

    private static String code(Call call) {
        Fields fields = Fields.of(call.json(), Set.of("otp"));
        String code = fields.required("otp", 40);
        fields.check();
        return code;
    }

    private Reply confirm(Call call) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        codes.confirm(call.account().user(), code(call)).forEach(body.withArray("recovery_codes")::add);
        return Reply.ok(body);
    }

    private Reply remove(Call call) {
        if (!codes.takes(call.account().id(), code(call))) {
            throw Problem.field("otp", "kode salah (wrong code)");
        }
        codes.remove(call.account().user());
        return Reply.nothing();
    }

    private Reply token(Call call) {
        Fields fields = Fields.of(call.json(), Set.of("name", "roles", "read_only", "expires_at"));
        ApiTokens.Wanted wanted = new ApiTokens.Wanted(fields.required("name", LONGEST),
                fields.choices("roles", Role.class),
                fields.truth("read_only") ? Session.Reach.READ_ONLY : Session.Reach.FULL,
                fields.needed("expires_at", fields.instant("expires_at"), Instant.EPOCH));
        fields.check();
        ApiTokens.Made made = tokens.make(call.account(), wanted, call.origin());
        return Reply.created(JsonNodeFactory.instance.objectNode().put("id", made.id()).put("token", made.token())
                .put("expires_at", made.expiresAt().toString()));
    }
}
