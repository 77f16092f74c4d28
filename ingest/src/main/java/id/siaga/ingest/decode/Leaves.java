package id.siaga.ingest.decode;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

/** The values at the ends of a JSON tree with the names that lead there, at most {@link #MOST} of them. */
record Leaves(List<Leaf> all) {

    private static final int MOST = 500;

    /** @param path the names compared without case and punctuation, each after a slash */
    record Leaf(List<String> names, String path, JsonNode value) {
    }

    static Leaves of(JsonNode root) {
        Leaves leaves = new Leaves(new ArrayList<>());
        leaves.walk(List.of(), "", root);
        return leaves;
    }

    /** A JSON Pointer as paths are compared. */
    static String path(String pointer) {
        StringBuilder path = new StringBuilder();
        for (String name : names(pointer)) {
            path.append('/').append(name.equals("*") ? name : ObjectFields.plain(name));
        }
        return path.toString();
    }

    static List<String> names(String pointer) {
        return List.of((pointer.startsWith("/") ? pointer.substring(1) : pointer).split("/"));
    }

    private void walk(List<String> names, String path, JsonNode node) {
        if (all.size() >= MOST) {
            return;
        }
        if (node.isObject()) {
            node.properties().forEach(member -> step(names, path, member.getKey(), member.getValue()));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size() && i < MOST; i++) {
                step(names, path, Integer.toString(i), node.get(i));
            }
        } else if (!node.isNull()) {
            all.add(new Leaf(names, path, node));
        }
    }

    private void step(List<String> names, String path, String name, JsonNode value) {
        List<String> longer = new ArrayList<>(names);
        longer.add(name);
        walk(longer, path + "/" + ObjectFields.plain(name), value);
    }
}
