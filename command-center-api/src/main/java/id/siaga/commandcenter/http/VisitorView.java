package id.siaga.commandcenter.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What a screen shows that strangers look at: how many, how urgent, in which kecamatan; no place, no title, no cause, no
 * unit. Where the API answers such a screen at all is said by {@code x-visitor} in the contract.
 */
final class VisitorView {
    private static final List<String> PLACE = List.of("lat", "lng", "kelurahan", "kelurahan_code");
    private static final List<String> OF_INCIDENT = List.of("id", "number", "category", "priority", "state",
            "caused_at",
            "opened_at", "updated_at", "finished_at", "kecamatan", "kecamatan_code", "place_approximate", "version",
            "simulated");
    private static final List<String> OF_DEVICE = List.of("device_id", "kind", "name", "status", "presence", "lat",
            "lng", "post", "last_received_at", "age_s", "alert");
    /** What a screen may ask by: nothing that it is not shown, or the answer would tell it. */
    private static final Map<String, Set<String>> ASKED = Map.of("incidents",
            Set.of("state", "priority", "category", "kecamatan", "open", "sort", "limit", "cursor"), "devices",
            Set.of("kind", "status", "presence", "limit", "cursor"));
    private static final Map<String, Function<ObjectNode, Optional<ObjectNode>>> SHAPED = Map.of("incidents",
            whole -> Optional.of(incident(whole)), "devices", VisitorView::device);

    private VisitorView() {
    }

    static void check(Contract.Operation operation, Set<String> queries) {
        Set<String> allowed = ASKED.getOrDefault(operation.id(), queries);
        if (!allowed.containsAll(queries)) {
            throw Problem.forbidden("Layar tamu hanya menyaring menurut (a visitors' screen filters only by) "
                    + new TreeSet<>(allowed));
        }
    }

    static Reply of(Contract.Operation operation, Reply reply) {
        Function<ObjectNode, Optional<ObjectNode>> shape = SHAPED.get(operation.id());
        if (shape == null) {
            return reply;
        }
        if (!reply.body().path("items").isArray()) {
            throw Problem.forbidden("Layar tamu hanya melihat daftar (a visitors' screen sees the list only)");
        }
        ObjectNode body = reply.body().deepCopy();
        body.putArray("items").addAll(items(reply.body().path("items"), shape));
        return Reply.ok(body);
    }

    private static List<ObjectNode> items(JsonNode items, Function<ObjectNode, Optional<ObjectNode>> shape) {
        return items.valueStream().map(ObjectNode.class::cast).map(shape).flatMap(Optional::stream).toList();
    }

    static ObjectNode incident(ObjectNode whole) {
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        OF_INCIDENT.stream().filter(whole::has).forEach(name -> shown.set(name, whole.get(name)));
        PLACE.forEach(shown::putNull);
        shown.put("title", whole.path("category").asText() + " " + whole.path("kecamatan").asText(""));
        shown.put("cause", "");
        shown.putObject("links");
        return shown;
    }

    /** Where a patrol is, and whether there is one, is nobody's business. */
    static Optional<ObjectNode> device(ObjectNode whole) {
        if (whole.path("kind").asText().equals("gps")) {
            return Optional.empty();
        }
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        OF_DEVICE.stream().filter(whole::has).forEach(name -> shown.set(name, whole.get(name)));
        return Optional.of(shown.putNull("latest"));
    }
}
