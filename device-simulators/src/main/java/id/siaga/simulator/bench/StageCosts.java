package id.siaga.simulator.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Microseconds of thread time a message costs in each stage, between two scrapes. Waiting for the database counts. */
record StageCosts(Map<String, Double> micros) {

    private static final List<String> STAGES = List.of("decode", "know", "judge", "write", "finish", "ack");

    static StageCosts between(Metrics before, Metrics after) {
        double messages = messages(after) - messages(before);
        Map<String, Double> micros = new LinkedHashMap<>();
        for (String stage : STAGES) {
            double seconds = seconds(after, stage) - seconds(before, stage);
            micros.put(stage, messages == 0 ? 0 : Math.round(100 * seconds * 1e6 / messages) / 100.0);
        }
        return new StageCosts(micros);
    }

    private static double messages(Metrics metrics) {
        return metrics.sum("siaga_messages_total", "");
    }

    private static double seconds(Metrics metrics, String stage) {
        return metrics.sum("siaga_stage_seconds_total", "stage=\"" + stage + "\"");
    }

    String text() {
        return micros.entrySet().stream().map(each -> "%s %.1f".formatted(each.getKey(), each.getValue()))
                .collect(Collectors.joining(", "));
    }
}
