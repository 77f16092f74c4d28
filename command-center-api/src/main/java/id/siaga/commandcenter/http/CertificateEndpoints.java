package id.siaga.commandcenter.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.enrolment.Certificates;
import id.siaga.commandcenter.enrolment.Credentials;
import id.siaga.commandcenter.enrolment.EnrolmentPolicy;
import id.siaga.commandcenter.sql.Database;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What proves who a device is, over HTTP: secrets and certificates. For administrators. */
public final class CertificateEndpoints {
    private final Database database;
    private final Credentials credentials;
    private final Optional<Certificates> certificates;
    private final EnrolmentPolicy policy;

    /** @param certificates empty when this process has no authority */
    public CertificateEndpoints(Database database, Optional<Certificates> certificates, EnrolmentPolicy policy) {
        this.database = database;
        this.credentials = new Credentials(database);
        this.certificates = certificates;
        this.policy = policy;
    }

    public Map<String, Endpoint> byOperation() {
        return Map.of("rotate_secret", this::rotate, "revoke_credentials", this::revoke, "grant", this::grant,
                "certificates", this::list, "issue_certificate", this::issue, "revoke_certificate", this::withdraw);
    }

    private Reply rotate(Call call) {
        String id = call.path("device_id");
        long grace = call.whole("grace_s", 0, policy.longestGrace().toSeconds()).orElse(policy.grace().toSeconds());
        return Reply.created(credentials.rotate(id, Duration.ofSeconds(grace)).orElseThrow(() -> missing(id)));
    }

    private Reply revoke(Call call) {
        String id = call.path("device_id");
        if (!credentials.revoke(id)) {
            throw missing(id);
        }
        return Reply.nothing();
    }

    private Reply grant(Call call) {
        String id = call.path("device_id");
        String reach = call.json().path("speaks_for").asText();
        if (!reach.equals("children") && !reach.equals("all")) {
            throw Problem.field("speaks_for", "harus children atau all (must be children or all)");
        }
        if (!credentials.grant(id, reach)) {
            throw missing(id);
        }
        return Reply.nothing();
    }

    private Reply list(Call call) {
        String id = call.path("device_id");
        if (database.row("SELECT 1 AS one FROM telemetry.device WHERE device_id = ?", id).isEmpty()) {
            throw Problem.missing("perangkat (device) " + id);
        }
        return Reply.items(certificates.map(each -> each.of(id)).orElseGet(List::of));
    }

    private Reply issue(Call call) {
        JsonNode body = call.json();
        String id = call.path("device_id");
        if (database.row("SELECT 1 AS one FROM telemetry.device WHERE device_id = ? AND status = 'active'", id)
                .isEmpty()) {
            throw missing(id);
        }
        check(body);
        return Reply.created(body.path("pkcs12").asBoolean()
                ? authority().keyStore(id)
                : signed(id, body.path("csr").asText()));
    }

    private Reply withdraw(Call call) {
        String fingerprint = call.path("fingerprint");
        return Reply.ok(authority().revoke(call.path("device_id"), fingerprint)
                .orElseThrow(() -> Problem.missing("sertifikat " + fingerprint)));
    }

    /** Refuses a request that could not be signed, before anything is used up for it. */
    void check(JsonNode body) {
        JsonNode csr = body.path("csr");
        if (!csr.isMissingNode() && !Certificates.isRequest(csr.asText())) {
            throw unreadable();
        }
        if (!csr.isMissingNode()) {
            authority();
        }
    }

    ObjectNode signed(String deviceId, String csr) {
        return authority().sign(deviceId, csr).orElseThrow(CertificateEndpoints::unreadable);
    }

    private Certificates authority() {
        return certificates.orElseThrow(() -> new Problem(409, "no-authority",
                "Proses ini tidak menerbitkan sertifikat (this process signs no certificates)", "--home"));
    }

    private static Problem unreadable() {
        return Problem.field("csr",
                "harus permintaan PKCS#10 PEM yang ditandatangani kuncinya, RSA mulai 2048 bit, EC mulai P-256 atau "
                        + "Ed25519 (a signed PKCS#10 request with such a key)");
    }

    private static Problem missing(String id) {
        return Problem.missing("perangkat aktif (active device) " + id);
    }
}
