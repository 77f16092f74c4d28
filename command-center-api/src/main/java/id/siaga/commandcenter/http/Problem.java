package id.siaga.commandcenter.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.account.Denial;
import id.siaga.commandcenter.device.FieldError;
import java.util.List;

/** An answer that is an error, as RFC 9457 problem details; {@code kind} makes its stable type. */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient ObjectNode body;

    public Problem(int status, String kind, String title, String detail) {
        super(detail, null, false, false);
        this.status = status;
        this.body = JsonNodeFactory.instance.objectNode().put("type", "/problems/" + kind).put("title", title)
                .put("status", status).put("detail", detail);
    }

    public static Problem validation(List<FieldError> errors) {
        Problem problem = new Problem(400, "validation", "Data tidak sah (invalid data)",
                "%d isian perlu diperbaiki (fields to correct)".formatted(errors.size()));
        errors.forEach(error -> problem.body.withArray("errors").addObject().put("field", error.field())
                .put("reason", error.reason()));
        return problem;
    }

    public static Problem field(String field, String reason) {
        return validation(List.of(new FieldError(field, reason)));
    }

    public static Problem missing(String what) {
        return new Problem(404, "not-found", "Tidak ditemukan (not found)", what);
    }

    public static Problem unauthenticated() {
        return new Problem(401, "unauthenticated", "Perlu masuk (login needed)",
                "Kirim Authorization: Bearer … dari POST /api/v1/sessions");
    }

    public static Problem forbidden(String why) {
        return new Problem(403, "forbidden", "Tidak berwenang (not allowed)", why);
    }

    /** The same request may be let in later. */
    public static Problem tooMany(long seconds) {
        return new Problem(429, "too-many-requests", "Terlalu banyak permintaan (too many requests)",
                "Coba lagi setelah %d detik (seconds)".formatted(seconds));
    }

    static Problem of(Denial denial) {
        return switch (denial.kind()) {
            case INVALID -> field(denial.name(), denial.words());
            case FORBIDDEN -> forbidden(denial.words());
            case MISSING -> missing(denial.words());
            case CONFLICT -> new Problem(409, denial.name(), "Tidak dapat sekarang (not as things stand)",
                    denial.words());
        };
    }

    /** Adds a member as it is. */
    public Problem with(String member, JsonNode value) {
        body.set(member, value);
        return this;
    }

    /** Adds a member that helps the client go on. */
    public Problem with(String member, List<String> values) {
        values.forEach(body.withArray(member)::add);
        return this;
    }

    public int status() {
        return status;
    }

    public Reply reply() {
        return new Reply(status, "application/problem+json", body);
    }
}
