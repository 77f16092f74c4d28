package id.siaga.commandcenter.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import id.siaga.commandcenter.account.Pairings;
import id.siaga.commandcenter.account.Session;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** Screens that ask to be let in, and who lets them, over HTTP. */
public record PairingEndpoints(Pairings pairings, Clock clock) {
    private static final String WHERE = "/ops/akun";

    /** What may be shown on it. */
    private enum Mode {
        OPERATIONS, VISITOR
    }

    public Map<String, Endpoint> byOperation() {
        return Map.of("begin_pairing", this::begin, "poll_pairing", this::poll, "pairings",
                call -> Reply.items(pairings.waiting()), "approve_pairing", this::approve, "deny_pairing", this::deny);
    }

    private Reply begin(Call call) {
        Pairings.Begun begun = pairings.begin(call.address());
        String shown = begun.userCode().substring(0, 4) + "-" + begun.userCode().substring(4);
        return Reply.created(JsonNodeFactory.instance.objectNode().put("device_code", begun.deviceCode())
                .put("user_code", shown).put("verification_uri", WHERE).put("expires_in", begun.life().toSeconds())
                .put("interval", begun.interval().toSeconds()));
    }

    private Reply poll(Call call) {
        Fields fields = Fields.of(call.json(), Set.of("device_code"));
        String code = fields.required("device_code", 100);
        fields.check();
        return switch (pairings.poll(code, call.origin())) {
            case Pairings.Poll.Granted granted -> granted(call, granted);
            case Pairings.Poll.Not not -> throw new Problem(400, not.error().replace('_', '-'),
                    "Belum (not yet, or no more)", not.error())
                    .with("error", JsonNodeFactory.instance.textNode(not.error()));
        };
    }

    /** Also as a cookie, which the page that asked cannot read. */
    private Reply granted(Call call, Pairings.Poll.Granted granted) {
        return Reply.ok(JsonNodeFactory.instance.objectNode().put("token", granted.token())
                .put("expires_at", granted.expiresAt().toString()).put("mode", granted.mode()))
                .with("Set-Cookie", Pages.cookie(call.context(), granted.token(),
                        Duration.between(clock.instant(), granted.expiresAt())).encode());
    }

    private Reply approve(Call call) {
        Fields fields = Fields.of(call.json(), Set.of("mode", "name"));
        Mode mode = fields.choice("mode", Mode.class);
        String name = fields.required("name", 100);
        fields.check();
        pairings.approve(call.path("user_code"),
                mode == Mode.VISITOR ? Session.Reach.VISITOR : Session.Reach.READ_ONLY, name, call.account().user());
        return Reply.nothing();
    }

    private Reply deny(Call call) {
        pairings.deny(call.path("user_code"), call.account().user());
        return Reply.nothing();
    }
}
