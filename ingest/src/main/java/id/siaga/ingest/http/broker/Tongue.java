package id.siaga.ingest.http.broker;

import java.time.Instant;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The forms in which brokers expect to be answered. */
enum Tongue {
    /** EMQX 5: always 200, the body says it. What it lets in by it ends at {@code expire_at} (5.8). */
    EMQX {
        @Override
        Reply reply(Verdict verdict) {
            return switch (verdict) {
                case Verdict.Allowed allowed -> new Reply(200, until(NODES.objectNode().put("result", "allow")
                        .put("is_superuser", false), allowed.until()).toString());
                case Verdict.Refused refused -> new Reply(200,
                        NODES.objectNode().put("result", "deny").put("is_superuser", false).toString());
            };
        }
    },
    /** mosquitto-go-auth: the status says it, and the body to those that read it. */
    STATUS {
        @Override
        Reply reply(Verdict verdict) {
            return switch (verdict) {
                case Verdict.Allowed allowed -> new Reply(200, "{\"ok\":true,\"error\":\"\"}");
                case Verdict.Refused refused -> new Reply(403, NODES.objectNode().put("ok", false)
                        .put("error", refused.why().words()).toString());
            };
        }
    };

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    record Reply(int status, String body) {
    }

    abstract Reply reply(Verdict verdict);

    private static ObjectNode until(ObjectNode body, Instant end) {
        return end.equals(Instant.MAX) ? body : body.put("expire_at", end.getEpochSecond());
    }
}
