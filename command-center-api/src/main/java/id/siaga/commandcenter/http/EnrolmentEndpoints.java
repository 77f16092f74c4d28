package id.siaga.commandcenter.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.device.FieldError;
import id.siaga.commandcenter.enrolment.ClaimRequest;
import id.siaga.commandcenter.enrolment.Claims;
import id.siaga.commandcenter.enrolment.EnrolmentPolicy;
import id.siaga.commandcenter.enrolment.Refusals;
import id.siaga.commandcenter.sql.Database;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Claim codes, and who was refused, over HTTP. */
public final class EnrolmentEndpoints {
    private static final int LONGEST_CODE = 40;
    private static final int STRANGERS_TOLD = 10;

    private final Claims claims;
    private final CertificateEndpoints certificates;
    private final Refusals refusals;
    private final EnrolmentPolicy policy;
    private final Database database;

    public EnrolmentEndpoints(Database database, EnrolmentPolicy policy, CertificateEndpoints certificates,
            Clock clock) {
        this.database = database;
        this.policy = policy;
        this.certificates = certificates;
        this.claims = new Claims(database, policy, clock);
        this.refusals = new Refusals(database);
    }

    public Map<String, Endpoint> byOperation() {
        return Map.of("enrol", this::enrol, "make_claim_codes", this::make, "claim_batches", this::batches,
                "withdraw_claim_codes", this::withdraw, "refusals", this::refusals);
    }

    private Reply enrol(Call call) {
        JsonNode body = call.json();
        String code = Optional.ofNullable(body.path("code").textValue())
                .filter(text -> !text.isBlank() && text.length() <= LONGEST_CODE)
                .orElseThrow(
                        () -> Problem.field("code", "wajib, kode pada label perangkat (required, the device's code)"));
        certificates.check(body);
        return switch (claims.redeem(code, call.address())) {
            case Claims.Outcome.Enrolled enrolled -> Reply.created(certified(enrolled.credentials(), body));
            case Claims.Outcome.Refused refused -> throw new Problem(403, "claim-" + refused.reason(),
                    "Kode klaim ditolak (claim code refused)", refused.reason());
            case Claims.Outcome.Paused paused -> throw new Problem(429, "claim-paused",
                    "Terlalu banyak percobaan (too many attempts)", "Coba lagi setelah " + paused.until());
        };
    }

    private ObjectNode certified(ObjectNode credentials, JsonNode body) {
        if (body.hasNonNull("csr")) {
            credentials.setAll(certificates.signed(credentials.path("device_id").asText(), body.path("csr").asText()));
        }
        return credentials;
    }

    private Reply make(Call call) {
        List<FieldError> errors = new ArrayList<>();
        ClaimRequest request = ClaimRequest.of(call.json(), policy, errors);
        if (request == null) {
            throw Problem.validation(errors);
        }
        String parent = request.uplinkParent();
        if (parent != null
                && database.row("SELECT 1 AS one FROM telemetry.device WHERE device_id = ? AND kind = 'gateway'",
                        parent).isEmpty()) {
            throw Problem.field("uplink_parent", "bukan gerbang terdaftar (not a registered gateway)");
        }
        List<String> strangers = claims.strangers(request);
        if (!strangers.isEmpty()) {
            throw Problem.field("device_ids", "bukan perangkat terdaftar jenis ini (not registered, of this kind): "
                    + String.join(", ", strangers.subList(0, Math.min(STRANGERS_TOLD, strangers.size()))));
        }
        return Reply.created(claims.make(request, call.account().user()));
    }

    private Reply batches(Call call) {
        Page page = Page.of(call);
        return page.reply(claims.newest(page.before(), page.probe()), "id");
    }

    private Reply withdraw(Call call) {
        return Reply.ok(claims.withdraw(call.id()).orElseThrow(() -> Problem.missing("kelompok " + call.path("id"))));
    }

    private Reply refusals(Call call) {
        return Reply.items(refusals.latest(call.word("user"), call.word("reason"), Page.of(call).limit()));
    }
}
