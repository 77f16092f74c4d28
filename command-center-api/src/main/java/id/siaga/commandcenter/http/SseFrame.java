package id.siaga.commandcenter.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One block of a text/event-stream; {@code id} 0 means: not part of the resumable log. {@code bytes} as UTF-8. */
record SseFrame(long id, String text, int bytes, Reach reach) {
    private static final JsonMapper MAPPER = new JsonMapper();

    SseFrame(long id, String text, Reach reach) {
        this(id, text, size(text), reach);
    }

    /** An event as each kind of viewer gets it, made once for all who look on. */
    static List<SseFrame> logged(ObjectNode event) {
        String data = event.path("data").asText();
        SseFrame full = logged(event, data, Reach.of(event));
        return event.path("type").asText().equals("incident")
                ? List.of(full, logged(event, forVisitors(data), Reach.VISITORS))
                : List.of(full);
    }

    private static SseFrame logged(ObjectNode event, String data, Reach reach) {
        long id = event.path("event_id").longValue();
        return new SseFrame(id, "id: %d\nevent: %s\ndata: %s\n\n".formatted(id, event.path("type").asText(), data),
                reach);
    }

    private static String forVisitors(String data) {
        try {
            return VisitorView.incident((ObjectNode) MAPPER.readTree(data)).toString();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the log holds JSON", e);
        }
    }

    /** Frames with all items in their order, none larger than {@code most} bytes unless one item alone is. */
    static List<SseFrame> passing(String type, List<ObjectNode> items, int most, Reach reach) {
        int around = array(type, List.of(), reach).bytes();
        List<SseFrame> frames = new ArrayList<>();
        List<String> page = new ArrayList<>();
        int bytes = around;
        for (ObjectNode item : items) {
            String text = item.toString();
            int more = size(text) + 1;
            if (!page.isEmpty() && bytes + more > most) {
                frames.add(array(type, page, reach));
                page.clear();
                bytes = around;
            }
            page.add(text);
            bytes += more;
        }
        if (!page.isEmpty()) {
            frames.add(array(type, page, reach));
        }
        return frames;
    }

    /** Tells the client where it stands without dispatching an event. */
    static SseFrame position(long id) {
        return passing("retry: 1000\nid: %d\n\n".formatted(id));
    }

    static SseFrame heartbeat(Instant now) {
        return passing(":\nevent: heartbeat\ndata: {\"at\":\"%s\"}\n\n".formatted(now));
    }

    /** What the client knows no longer holds; it loads anew. */
    static SseFrame reset() {
        return passing("event: reset\ndata: {}\n\n");
    }

    /** The last thing told to a session that ended; what it shows must go. */
    static SseFrame revoked() {
        return passing("event: revoked\ndata: {}\n\n");
    }

    private static SseFrame passing(String text) {
        return new SseFrame(0, text, Reach.EVERYBODY);
    }

    boolean isLogged() {
        return id > 0;
    }

    private static SseFrame array(String type, List<String> items, Reach reach) {
        return new SseFrame(0, "event: %s\ndata: [%s]\n\n".formatted(type, String.join(",", items)), reach);
    }

    private static int size(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
