package id.siaga.ingest.decode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.ObjectMapper;

import id.siaga.ingest.telemetry.Message;

/** One folder of {@code testcases/<format>/<case>}: a payload, the topic it came on, what it means. */
record TestCase(String name, String format, byte[] payload, String topic, Expectation expectation) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static List<TestCase> all() {
        try (Stream<Path> files = Files.walk(root())) {
            return files.filter(file -> file.endsWith("topic")).map(Path::getParent).sorted().map(TestCase::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Message message() {
        return Message.of(topic, payload, expectation.receivedAt());
    }

    Route route() {
        Route route = Routes.standard().match(topic).orElseThrow();
        return new Route(route.format(), route.captures(), expectation.options());
    }

    @Override
    public String toString() {
        return name;
    }

    private static Path root() {
        try {
            URI uri = Objects.requireNonNull(TestCase.class.getResource("/testcases")).toURI();
            return Path.of(uri);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static TestCase read(Path folder) {
        try {
            Path hex = folder.resolve("payload.hex");
            byte[] payload = Files.exists(hex)
                    ? HexFormat.of().parseHex(Files.readString(hex).strip())
                    : Files.readAllBytes(
                            folder.resolve(
                                    Files.exists(folder.resolve("payload.txt")) ? "payload.txt" : "payload.json"));
            return new TestCase(root().relativize(folder).toString(), root().relativize(folder).getName(0).toString(),
                    payload, Files.readString(folder.resolve("topic")).strip(),
                    new Expectation(JSON.readTree(folder.resolve("expected.json").toFile())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
