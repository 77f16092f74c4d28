package id.siaga.ingest.decode;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;

/** The text of {@code docs/formats.md}: what the decoders do today, found by asking them. */
final class FormatsPage {

    static final String REFRESH = "mvn -q -pl ingest -am test -Dtest=FormatsPageTest -Dsiaga.docs=write "
            + "-Dsurefire.failIfNoSpecifiedTests=false";

    private static final String INTRODUCTION = """
                                               # Payload formats

                                               Written by `FormatsPageTest` from the decoders, the route table and the samples in
                                               `ingest/src/test/resources/testcases`; the build fails when it is stale. After a change of those:

                                               ```
                                               REFRESH
                                               ```

                                               What a payload would become here, without storing it: `POST /api/v1/decode`.
                                               """;
    private static final String ROUTES = """

                                         ## Routes

                                         The first that fits wins; a content type outranks the topic.

                                         | topic or content type | format | options |
                                         |---|---|---|
                                         """;
    private static final String MATRIX = """

                                         ## Every decoder and every format

                                         How many samples of the format in the row the decoder of the column reads. In bold, its own: read, ignored,
                                         refused. A dot: each of them is refused or ignored, in whichever way of the route table it is asked.

                                         """;
    private static final String TRAPS = """

                                        ## Traps, and what covers each

                                        A name with a slash is a sample, one with `#` a test.

                                        """;

    private final List<TestCase> samples = TestCase.all();
    private final Overlaps overlaps = Overlaps.load();

    String text() {
        return Stream
                .of(INTRODUCTION.replace("REFRESH", REFRESH), routes(), MATRIX, matrix(), reasons(), TRAPS, traps())
                .collect(Collectors.joining());
    }

    private static String routes() {
        StringBuilder text = new StringBuilder(ROUTES);
        for (JsonNode entry : Asked.table().path("routes")) {
            String options = entry.path("options").properties().stream()
                    .map(each -> "`" + each.getKey() + ": " + each.getValue().asText() + "`")
                    .collect(Collectors.joining(" "));
            row(text, "`" + entry.path("topic").asText() + "`", entry.path("format").asText(), options);
        }
        Asked.table().path("contentTypes").properties()
                .forEach(each -> row(text, "`" + each.getKey() + "`", each.getValue().asText(), ""));
        return text.toString();
    }

    private String matrix() {
        List<String> formats = List.copyOf(Decoders.formats());
        StringBuilder text = new StringBuilder();
        row(text, Stream.concat(Stream.of("samples of"), formats.stream()).toArray(String[]::new));
        row(text, Stream.concat(Stream.of("---"), formats.stream().map(each -> ":-:")).toArray(String[]::new));
        for (String of : formats) {
            List<String> cells = new ArrayList<>(List.of(of));
            formats.forEach(by -> cells.add(of.equals(by) ? own(of) : foreign(of, by)));
            row(text, cells.toArray(String[]::new));
        }
        return text.toString();
    }

    private String own(String format) {
        Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
        Arrays.stream(Verdict.values()).forEach(each -> counts.put(each, 0));
        samplesOf(format).map(test -> Decoders.named(format).decode(test.message(), test.route()))
                .forEach(said -> counts.merge(Verdict.of(said), 1, Integer::sum));
        return counts.values().stream().map(String::valueOf).collect(Collectors.joining(" · ", "**", "**"));
    }

    private String foreign(String of, String by) {
        long read = samplesOf(of).filter(test -> test.payload().length > 0)
                .filter(test -> Verdict.of(Verdict.strangest(test, by)) == Verdict.READ).count();
        return read == 0 ? "·" : String.valueOf(read);
    }

    private Stream<TestCase> samplesOf(String format) {
        return samples.stream().filter(test -> test.format().equals(format));
    }

    private String reasons() {
        return overlaps.all().stream()
                .map(each -> "- " + each.sample() + " read as " + each.decoder() + ": " + each.reason() + "\n")
                .collect(Collectors.joining("", overlaps.all().isEmpty() ? "" : "\n", ""));
    }

    private static String traps() {
        StringBuilder text = new StringBuilder("| trap | covered by |\n|---|---|\n");
        for (Trap trap : Trap.all()) {
            row(text, trap.what(), trap.coveredBy().stream().map(each -> "`" + each + "`")
                    .collect(Collectors.joining(" ")));
        }
        return text.toString();
    }

    private static void row(StringBuilder text, String... cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    /** What has misled readers of such payloads, and the samples and tests that it does not mislead us. */
    record Trap(String what, List<String> coveredBy) {

        static List<Trap> all() {
            try (InputStream csv = Objects.requireNonNull(Trap.class.getResourceAsStream("/decode/traps.csv"))) {
                return new String(csv.readAllBytes(), StandardCharsets.UTF_8).lines().skip(1)
                        .map(line -> line.split("\\|", 2)).map(each -> new Trap(each[0], List.of(each[1].split(" "))))
                        .toList();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
