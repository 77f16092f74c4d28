package id.siaga.ingest.http;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import id.siaga.ingest.mqtt.Ack;
import id.siaga.ingest.telemetry.Reject;

/**
 * What a request is answered with.
 *
 * @param isFinal whether the same request would be answered the same again: not while something of it is not stored
 */
record Answer(int status, String contentType, String body, Map<String, String> headers, boolean isFinal) {

    Answer(int status, String contentType, String body, Map<String, String> headers) {
        this(status, contentType, body, headers, status < 500);
    }

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** What became of each message, in order. */
    static Answer of(List<Fate> fates) {
        if (fates.stream().allMatch(fate -> fate.reason() == Reject.NOT_PERMITTED)) {
            return Problem.forbidden(fates).answer();
        }
        if (fates.stream().allMatch(fate -> fate.outcome() == Ack.Outcome.NOT_STORED)) {
            return Problem.notStored().answer();
        }
        ObjectNode body = NODES.objectNode();
        Map<Ack.Outcome, Integer> counts = new EnumMap<>(Ack.Outcome.class);
        fates.forEach(fate -> counts.merge(fate.outcome(), 1, Integer::sum));
        for (Ack.Outcome outcome : Ack.Outcome.values()) {
            body.put(word(outcome), counts.getOrDefault(outcome, 0));
        }
        ArrayNode outcomes = body.putArray("outcomes");
        fates.forEach(fate -> outcomes.add(node(fate)));
        boolean isFinal = !counts.containsKey(Ack.Outcome.NOT_STORED);
        return new Answer(200, "application/json", body.toString(), Map.of(), isFinal);
    }

    private static ObjectNode node(Fate fate) {
        ObjectNode node = NODES.objectNode().put("outcome", word(fate.outcome()));
        Reject reason = fate.reason();
        if (reason != null) {
            node.put("reason", word(reason)).put("field", fate.field()).put("detail", fate.detail());
        }
        return node;
    }

    private static String word(Enum<?> each) {
        return each.name().toLowerCase(Locale.ROOT);
    }

    Answer with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new Answer(status, contentType, body, Map.copyOf(more), isFinal);
    }
}
