package id.siaga.simulator.observe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names in a PromQL expression, whose syntax Prometheus itself has checked.
 *
 * @param metrics each metric with what its matchers ask of labels: name to value, which is empty unless matched by {@code =}
 * @param grouping labels of {@code by}, {@code on} and the like
 */
record Promql(Map<String, Map<String, String>> metrics, Set<String> grouping) {

    private static final Pattern TOKEN = Pattern
            .compile("\\[[^\\]]*]|\\{([^}]*)}|\\b\\d[\\w.]*|([a-zA-Z_:][\\w:]*)\\s*(\\(([^()]*)\\))?");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(=~|!~|!=|=)\\s*\"([^\"]*)\"");
    private static final Set<String> GROUPING = Set.of("by", "without", "on", "ignoring", "group_left", "group_right");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "offset", "bool", "start", "end");

    static Promql of(String expression) {
        Promql names = new Promql(new HashMap<>(), new HashSet<>());
        names.read(expression.replaceAll("\\$__\\w+", "1m"));
        return names;
    }

    private void read(String expression) {
        List<String> last = new ArrayList<>();
        Matcher tokens = TOKEN.matcher(expression);
        int from = 0;
        while (tokens.find(from)) {
            from = tokens.end();
            String word = tokens.group(2);
            if (tokens.group(1) != null) {
                matchers(metrics.getOrDefault(last.getLast(), new HashMap<>()), tokens.group(1));
            } else if (word != null && GROUPING.contains(word)) {
                grouping.addAll(List.of(String.valueOf(tokens.group(4)).replace(" ", "").split(",")));
            } else if (word != null) {
                from = tokens.end(2);
                if (!WORDS.contains(word) && !isCalled(expression, from)) {
                    metrics.computeIfAbsent(word, name -> new HashMap<>());
                    last.add(word);
                }
            }
        }
        grouping.remove("");
    }

    /** Functions are called, and so are aggregations that say first by what they group. */
    private static boolean isCalled(String expression, int end) {
        return expression.substring(end).matches("(?s)\\s*(\\(|(by|without)\\b).*");
    }

    private static void matchers(Map<String, String> labels, String braces) {
        Matcher each = MATCHER.matcher(braces);
        while (each.find()) {
            labels.put(each.group(1), each.group(2).equals("=") ? each.group(3) : "");
        }
    }
}
