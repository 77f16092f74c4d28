package id.siaga.ingest.decode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A topic filter whose single-level wildcards have names: {@code city/{kind}/{device}/telemetry}. A trailing {@code #}
 * takes the rest, and the parent level itself (MQTT 5, §4.7.1.2).
 */
record TopicPattern(List<String> levels) {

    static TopicPattern parse(String text) {
        List<String> levels = split(text);
        int hash = levels.indexOf("#");
        if (text.isEmpty() || (hash >= 0 && hash != levels.size() - 1)) {
            throw new IllegalArgumentException("topic '" + text + "': # may only be the last level");
        }
        return new TopicPattern(levels);
    }

    static List<String> split(String topic) {
        List<String> levels = new ArrayList<>(8);
        int from = 0;
        for (int slash = topic.indexOf('/'); slash >= 0; slash = topic.indexOf('/', from)) {
            levels.add(topic.substring(from, slash));
            from = slash + 1;
        }
        levels.add(topic.substring(from));
        return levels;
    }

    /** The topic filter a broker understands. */
    String filter() {
        return String.join("/", levels.stream().map(level -> wild(level) ? "+" : level).toList());
    }

    /** The literal first level, or null when any first level will do. */
    @Nullable
    String first() {
        String first = levels.get(0);
        return wild(first) || first.equals("#") ? null : first;
    }

    /** The captured levels by name, or null when the topic does not fit. */
    @Nullable
    Map<String, String> match(List<String> topic) {
        return fits(topic) ? captures(topic) : null;
    }

    private boolean fits(List<String> topic) {
        int fixed = open() ? levels.size() - 1 : levels.size();
        if (open() ? topic.size() < fixed : topic.size() != fixed) {
            return false;
        }
        for (int i = 0; i < fixed; i++) {
            if (!wild(levels.get(i)) && !levels.get(i).equals(topic.get(i))) {
                return false;
            }
        }
        return true;
    }

    private Map<String, String> captures(List<String> topic) {
        Map<String, String> captures = new LinkedHashMap<>(4);
        for (int i = 0; i < levels.size(); i++) {
            String level = levels.get(i);
            if (level.startsWith("{")) {
                captures.put(level.substring(1, level.length() - 1), topic.get(i));
            }
        }
        return captures;
    }

    private boolean open() {
        return levels.get(levels.size() - 1).equals("#");
    }

    private static boolean wild(String level) {
        return level.equals("+") || (level.startsWith("{") && level.endsWith("}"));
    }
}
