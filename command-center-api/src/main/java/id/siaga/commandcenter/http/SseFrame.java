package id.siaga.commandcenter.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One block of a text/event-stream; {@code id} 0 means: not part of the resumable log. {@code bytes} as UTF-8. */
record SseFrame(long id, String text, int bytes) {

    SseFrame(long id, String text) {
        this(id, text, size(text));
    }

    static SseFrame logged(ObjectNode event) {
        long id = event.path("event_id").longValue();
        return new SseFrame(id, "id: %d\nevent: %s\ndata: %s\n\n".formatted(id, event.path("type").asText(),
                event.path("data").asText()));
    }

    /** Frames with all items in their order, none larger than {@code most} bytes unless one item alone is. */
    static List<SseFrame> passing(String type, List<ObjectNode> items, int most) {
        int around = array(type, List.of()).bytes();
        List<SseFrame> frames = new ArrayList<>();
        List<String> page = new ArrayList<>();
        int bytes = around;
        for (ObjectNode item : items) {
            String text = item.toString();
            int more = size(text) + 1;
            if (!page.isEmpty() && bytes + more > most) {
                frames.add(array(type, page));
                page.clear();
                bytes = around;
            }
            page.add(text);
            bytes += more;
        }
        if (!page.isEmpty()) {
            frames.add(array(type, page));
        }
        return frames;
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

    private static SseFrame array(String type, List<String> items) {
        return new SseFrame(0, "event: %s\ndata: [%s]\n\n".formatted(type, String.join(",", items)));
    }

    private static int size(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
