package id.siaga.ingest.decode;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import id.siaga.ingest.telemetry.Message;

/** What came of a payload, the most consequential first. */
enum Verdict {
    READ, IGNORED, REFUSED;

    static Verdict of(Decoded decoded) {
        return switch (decoded) {
            case Decoded.Rejected rejected -> REFUSED;
            case Decoded.Ignored ignored -> IGNORED;
            case Decoded.Report report -> READ;
            case Decoded.Several several -> READ;
        };
    }

    /** Of a sample read by another format, asked in each of its ways, the most consequential answer. */
    static Decoded strangest(TestCase test, String format) {
        List<Decoded> answers = Asked.of(format).stream().flatMap(asked -> answers(test, asked)).toList();
        return answers.stream().min(Comparator.comparing(Verdict::of)).orElseThrow();
    }

    /** On the topic the sample came on, and on one of the decoder's own. */
    private static Stream<Decoded> answers(TestCase test, Asked asked) {
        Decoder decoder = Decoders.named(asked.format());
        return Stream.of(test.topic(), asked.topic()).map(topic -> decoder
                .decode(Message.of(topic, test.payload(), test.expectation().receivedAt()), asked.route()));
    }
}
