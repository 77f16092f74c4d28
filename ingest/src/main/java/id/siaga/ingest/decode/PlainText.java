package id.siaga.ingest.decode;

import java.nio.charset.StandardCharsets;

/** A payload that is one word, such as {@code online}. */
final class PlainText {

    private static final int WORD_BYTES = 64;

    private PlainText() {
    }

    static String word(byte[] payload) throws Refused {
        Text text = Text.of(payload, WORD_BYTES);
        return new String(text.bytes(), text.start(), text.length(), StandardCharsets.UTF_8).strip();
    }
}
