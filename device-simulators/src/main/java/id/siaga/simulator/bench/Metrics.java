package id.siaga.simulator.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

/** One scrape of a system's {@code /metrics}. */
record Metrics(List<String> lines) {

    static Metrics of(URI base) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return new Metrics(client.send(HttpRequest.newBuilder(base.resolve("/metrics")).build(),
                    HttpResponse.BodyHandlers.ofLines()).body().toList());
        }
    }

    /** The sum of every series of {@code name} that has {@code label} (such as {@code area="heap"}; empty for any). */
    double sum(String name, String label) {
        return lines.stream().filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .filter(line -> line.contains(label))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum();
    }
}
