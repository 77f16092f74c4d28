package id.siaga.ingest.decode;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Where two formats cannot be told apart by content, and why that does no harm: {@code overlaps.csv}. A sample is named
 * by its folder or, for all of a format, by the format.
 */
record Overlaps(List<Overlap> all) {

    record Overlap(String sample, String decoder, String reason) {

        boolean covers(TestCase test, String format) {
            return format.equals(decoder) && (test.name().equals(sample) || test.format().equals(sample));
        }
    }

    static Overlaps load() {
        try (InputStream csv = Objects.requireNonNull(Overlaps.class.getResourceAsStream("/decode/overlaps.csv"))) {
            return new Overlaps(new String(csv.readAllBytes(), StandardCharsets.UTF_8).lines().skip(1)
                    .map(line -> line.split(",", 3)).map(field -> new Overlap(field[0], field[1], field[2])).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<Overlap> of(TestCase test, String format) {
        return all.stream().filter(each -> each.covers(test, format)).findFirst();
    }
}
