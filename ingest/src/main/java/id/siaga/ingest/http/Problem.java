package id.siaga.ingest.http;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** An answer that is an error, as RFC 9457 problem details; {@code kind} makes its stable type. Carries no stack. */
final class Problem extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Answer answer;

    private Problem(Answer answer) {
        super(answer.body(), null, false, false);
        this.answer = answer;
    }

    private static ObjectNode body(int status, String kind, String title, String detail) {
        return JsonNodeFactory.instance.objectNode().put("type", "/problems/" + kind).put("title", title)
                .put("status", status).put("detail", detail);
    }

    private static Problem of(ObjectNode body) {
        return new Problem(new Answer(body.path("status").intValue(), "application/problem+json", body.toString(),
                Map.of()));
    }

    private static void error(ObjectNode body, String field, String reason) {
        body.withArray("errors").addObject().put("field", field).put("reason", reason);
    }

    static Problem field(String field, String reason) {
        ObjectNode body = body(400, "validation", "Data tidak sah (invalid data)",
                field + ": " + reason);
        error(body, field, reason);
        return of(body);
    }

    static Problem malformed(String field, String reason) {
        ObjectNode body = body(400, "malformed-json", "JSON tidak terbaca (malformed JSON)", reason);
        error(body, field, reason);
        return of(body);
    }

    static Problem unauthenticated() {
        return of(body(401, "unauthenticated", "Perangkat tidak dikenal (device not authenticated)",
                "Kirim Authorization: Basic dengan id perangkat dan rahasianya (device id and its secret)"))
                .with("WWW-Authenticate", "Basic realm=\"siaga\", charset=\"UTF-8\"");
    }

    /** Every message spoke for another device; they are in quarantine. */
    static Problem forbidden(List<Fate> fates) {
        ObjectNode body = body(403, "forbidden", "Bukan topik perangkat ini (not this device's topic)",
                "Perangkat hanya boleh mengirim atas namanya sendiri (a device may only speak for itself)");
        for (int i = 0; i < fates.size(); i++) {
            String message = fates.size() == 1 ? "" : "messages[" + i + "].";
            error(body, message + fates.get(i).field(), fates.get(i).detail());
        }
        return of(body);
    }

    static Problem missing(String path) {
        return of(body(404, "not-found", "Tidak ditemukan (not found)", path));
    }

    static Problem method() {
        return of(body(405, "method-not-allowed", "Metode tidak boleh (method not allowed)", "POST"))
                .with("Allow", "POST");
    }

    static Problem tooSlow() {
        return of(body(408, "too-slow", "Kiriman terlalu lambat (body too slow)", "Kirim lagi (send again)"))
                .with("Connection", "close");
    }

    static Problem tooLarge(int most) {
        return of(body(413, "too-large", "Kiriman terlalu besar (too large)",
                "Paling besar %d byte (bytes at most); bagi menjadi beberapa kiriman (split it)".formatted(most)));
    }

    static Problem keyReused() {
        return of(body(422, "idempotency-key-reused", "Idempotency-Key sudah dipakai (already used)",
                "Kunci ini dipakai untuk kiriman lain (used for another body)"));
    }

    static Problem tooMany(Duration retryAfter) {
        return later(body(429, "too-many-requests", "Terlalu banyak kiriman sekaligus (too many at once)",
                "Tunggu jawaban kiriman sebelumnya (wait for the answers to earlier requests)"), retryAfter);
    }

    /** No promise was made: what is sent again and was stored meanwhile is a duplicate and changes nothing. */
    static Problem busy(Duration retryAfter) {
        return later(body(503, "busy", "Belum pasti tersimpan (not confirmed as stored)",
                "Sistem sedang penuh; kirim lagi yang sama (busy; send the same again)"), retryAfter);
    }

    static Problem notStored() {
        return of(body(500, "not-stored", "Tidak tersimpan (not stored)",
                "Tidak diterima tabel mana pun (no table would take it)"));
    }

    static Problem unexpected() {
        return of(body(500, "unexpected", "Kesalahan pada sistem (unexpected error)",
                "Kirim lagi yang sama (send the same again)"));
    }

    private static Problem later(ObjectNode body, Duration retryAfter) {
        return of(body).with("Retry-After", Long.toString(Math.max(1, retryAfter.toSeconds())));
    }

    private Problem with(String header, String value) {
        return new Problem(answer.with(header, value));
    }

    Answer answer() {
        return answer;
    }
}
