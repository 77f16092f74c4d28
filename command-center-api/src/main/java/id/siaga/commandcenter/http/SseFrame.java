package id.siaga.commandcenter.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/** One block of a text/event-stream; {@code id} 0 means: not part of the resumable log. */
record SseFrame(long id, String text) {

    static SseFrame logged(ObjectNode event) {
        long id = event.path("event_id").longValue();
        return new SseFrame(id, "id: %d\nevent: %s\ndata: %s\n\n".formatted(id, event.path("type").asText(),
                event.path("data").asText()));
    }

    static SseFrame passing(String type, List<ObjectNode> items) {
        return new SseFrame(0, "event: %s\ndata: %s\n\n".formatted(type,
                JsonNodeFactory.instance.arrayNode().addAll(items)));
    }

    /** Tells the client where it stands without dispatching an event. */
    static SseFrame position(long id) {
        return new SseFrame(0, "retry: 1000\nid: %d\n\n".formatted(id));
    }

    static SseFrame heartbeat(Instant now) {
        return new SseFrame(0, ":\nevent: heartbeat\ndata: {\"at\":\"%s\"}\n\n".formatted(now));
    }

    boolean isLogged() {
        return id > 0;
    }
}
