package id.siaga.ingest.decode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What is kept of a native message that has more than its decoder reads. */
final class CityKept {

    private static final Keep WHOLE = value -> value;
    private static final KeptMembers BODY = KeptMembers.none().with("m", named(WHOLE)).with("c", named(named(WHOLE)))
            .with("pos", WHOLE).with("t", WHOLE);
    private static final Keep TELEMETRY = BODY.with("v", WHOLE).with("id", WHOLE).with("device", WHOLE)
            .with("deviceId", WHOLE).with("ts", WHOLE).with("seq", WHOLE).with("u", named(WHOLE)).with("fw", WHOLE)
            .with("q", WHOLE).with("s", Keep.oneOrMany(BODY));
    private static final Keep STATUS = KeptMembers.none().texts("id", "device", "state", "cause", "fw", "hw", "model")
            .numbers("v", "ts", "seq", "interval");

    private CityKept() {
    }

    static byte[] ofTelemetry(byte[] payload) throws Refused {
        return Json.bytes(TELEMETRY.of(Json.tree(payload, City.LIMIT)));
    }

    static JsonNode ofStatus(JsonNode status) {
        return STATUS.of(status);
    }

    /** Metrics and components under the sender's names, without those that speak of people. */
    private static Keep named(Keep each) {
        return value -> {
            if (!value.isObject()) {
                return MissingNode.getInstance();
            }
            ObjectNode kept = JsonNodeFactory.instance.objectNode();
            value.properties().stream().filter(member -> !Privacy.concernsPart(member.getKey()))
                    .forEach(member -> Keep.put(kept, member.getKey(), each.of(member.getValue())));
            return kept;
        };
    }
}
