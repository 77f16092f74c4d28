package id.siaga.ingest.decode;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** An object of which these members are kept, each as it says. */
record KeptMembers(Map<String, Keep> known) implements Keep {

    static KeptMembers none() {
        return new KeptMembers(Map.of());
    }

    KeptMembers numbers(String... names) {
        return all(List.of(names), NUMBER);
    }

    KeptMembers words(String... names) {
        return all(List.of(names), WORD);
    }

    KeptMembers texts(String... names) {
        return all(List.of(names), TEXT);
    }

    KeptMembers with(String name, Keep keep) {
        return all(List.of(name), keep);
    }

    KeptMembers all(Collection<String> names, Keep keep) {
        Map<String, Keep> more = new HashMap<>(known);
        names.forEach(name -> more.put(name, keep));
        return new KeptMembers(Map.copyOf(more));
    }

    @Override
    public JsonNode of(JsonNode value) {
        if (!value.isObject()) {
            return MissingNode.getInstance();
        }
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        value.properties().forEach(member -> {
            Keep keep = known.get(member.getKey());
            if (keep != null) {
                Keep.put(kept, member.getKey(), keep.of(member.getValue()));
            }
        });
        return kept;
    }
}
