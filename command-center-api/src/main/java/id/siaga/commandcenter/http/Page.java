package id.siaga.commandcenter.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** One page of a list: at most {@code limit} items after the key the last page ended with. */
record Page(int limit, Optional<String> after) {
    static final int MAX = 1000;
    private static final int DEFAULT = 100;

    static Page of(Call call) {
        return new Page(Math.toIntExact(call.whole("limit", 1, MAX).orElse(DEFAULT)),
                call.query("cursor").map(Page::decoded));
    }

    private static String decoded(String cursor) {
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Problem.field("cursor", "bukan next_cursor (not a next_cursor)");
        }
    }

    /** For lists newest first: ids smaller than this. */
    long before() {
        try {
            return after.map(Long::parseLong).orElse(Long.MAX_VALUE);
        } catch (NumberFormatException e) {
            throw Problem.field("cursor", "bukan next_cursor (not a next_cursor)");
        }
    }

    /** Ask for one more than the limit: if it is there, there is a next page. */
    int probe() {
        return limit + 1;
    }

    Reply reply(List<ObjectNode> probed, String key) {
        return reply(probed, row -> row.path(key).asText());
    }

    Reply reply(List<ObjectNode> probed, Function<ObjectNode, String> key) {
        List<ObjectNode> items = probed.subList(0, Math.min(limit, probed.size()));
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putArray("items").addAll(items);
        body.put("next_cursor", probed.size() > limit ? encoded(key.apply(items.getLast())) : null);
        return Reply.ok(body);
    }

    private static String encoded(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }
}
