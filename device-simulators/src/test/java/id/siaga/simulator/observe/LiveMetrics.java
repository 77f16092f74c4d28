package id.siaga.simulator.observe;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a running system shows at {@code /metrics}: each metric's labels and their values. */
record LiveMetrics(Map<String, Map<String, Set<String>>> labels) {

    private static final Pattern SERIES = Pattern.compile("(?m)^([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? \\S+$");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");
    /** Prometheus adds these itself. */
    private static final Set<String> OWN = Set.of("job", "instance");

    static LiveMetrics of(URI http) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            String text = client.send(HttpRequest.newBuilder(http.resolve("/metrics")).build(),
                    HttpResponse.BodyHandlers.ofString()).body();
            return of(text);
        }
    }

    private static LiveMetrics of(String text) {
        LiveMetrics live = new LiveMetrics(new HashMap<>());
        live.labels.put("up", new HashMap<>());
        Matcher series = SERIES.matcher(text);
        while (series.find()) {
            Map<String, Set<String>> known = live.labels.computeIfAbsent(series.group(1), name -> new HashMap<>());
            Matcher label = LABEL.matcher(String.valueOf(series.group(2)));
            while (label.find()) {
                known.computeIfAbsent(label.group(1), name -> new HashSet<>()).add(label.group(2));
            }
        }
        return live;
    }

    /** What in the expression is not there; {@code recorded} are the names that recording rules make. */
    List<String> missing(Promql expression, Set<String> recorded) {
        List<String> missing = new ArrayList<>();
        Set<String> known = new HashSet<>(OWN);
        boolean counted = expression.metrics().keySet().stream().anyMatch(recorded::contains);
        expression.metrics().forEach((metric, asked) -> {
            Map<String, Set<String>> there = labels.get(metric);
            if (there != null) {
                known.addAll(there.keySet());
                asked.forEach((label, value) -> missing.addAll(missing(metric, there, label, value)));
            } else if (!recorded.contains(metric)) {
                missing.add(metric);
            }
        });
        if (!counted) {
            expression.grouping().stream().filter(label -> !known.contains(label)).forEach(missing::add);
        }
        return missing;
    }

    private static List<String> missing(String metric, Map<String, Set<String>> there, String label, String value) {
        if (OWN.contains(label)) {
            return List.of();
        }
        Set<String> values = there.getOrDefault(label, Set.of());
        return values.isEmpty() || (!value.isEmpty() && !values.contains(value))
                ? List.of(metric + "{" + label + "=" + value + "}")
                : List.of();
    }
}
