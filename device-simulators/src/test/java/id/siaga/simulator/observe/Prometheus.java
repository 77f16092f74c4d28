package id.siaga.simulator.observe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import id.siaga.simulator.bench.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Debian's Prometheus with the project's own configuration: only whom it asks, and how often, is the test's. */
record Prometheus(Process process, URI http) implements AutoCloseable {

    static final Path FOLDER = Dashboard.ROOT.resolve("dashboards/prometheus");
    private static final Path PROGRAM = Path.of("/usr/bin/prometheus");
    private static final Path PROMTOOL = Path.of("/usr/bin/promtool");

    static boolean isInstalled() {
        return Files.isExecutable(PROGRAM) && Files.isExecutable(PROMTOOL);
    }

    /** Exit code and what it said. */
    record Said(int code, String words) {
    }

    static Said promtool(String... arguments) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                Stream.concat(Stream.of(PROMTOOL.toString()), Stream.of(arguments)).toList())
                .redirectErrorStream(true).start();
        String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), words);
    }

    static Prometheus start(Path home, URI siaga) throws IOException {
        copy(home);
        Path config = home.resolve("prometheus.yml");
        Files.writeString(config, Files.readString(config).replaceAll("(scrape|evaluation)_interval: 15s",
                "$1_interval: 1s"));
        Files.writeString(home.resolve("targets/siaga.yml"), """
                                                             - targets: ["%s:%d"]
                                                               labels: {__scheme__: http}
                                                             """.formatted(siaga.getHost(), siaga.getPort()));
        int port = FreePort.next();
        Process process = new ProcessBuilder(PROGRAM.toString(), "--config.file=" + config,
                "--storage.tsdb.path=" + home.resolve("tsdb"), "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true).redirectOutput(home.resolve("prometheus.log").toFile()).start();
        return new Prometheus(process, URI.create("http://127.0.0.1:" + port));
    }

    private static void copy(Path home) throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = home.resolve(FOLDER.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    /** The {@code data} of an answer of its API. */
    JsonNode get(String path) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(HttpRequest.newBuilder(http.resolve(path)).build(),
                    HttpResponse.BodyHandlers.ofString());
            JsonNode body = new JsonMapper().readTree(answer.body());
            if (!body.path("status").asText().equals("success")) {
                throw new IOException(path + ": " + answer.body());
            }
            return body.path("data");
        }
    }

    JsonNode query(String expression) throws IOException, InterruptedException {
        return get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8)).path("result");
    }

    @Override
    public void close() {
        process.destroy();
    }
}
