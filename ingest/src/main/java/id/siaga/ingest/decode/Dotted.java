package id.siaga.ingest.decode;

import java.util.Locale;

/** Turns other people's names into words of ours: {@code deviceOverspeed} becomes {@code device.overspeed}. */
final class Dotted {

    private static final int CHARS = 64;

    private Dotted() {
    }

    static String dotted(String camel) {
        return apart(camel, ".");
    }

    static String snake(String camel) {
        return apart(camel, "_");
    }

    private static String apart(String camel, String by) {
        String words = camel.strip().replaceAll("[^A-Za-z0-9]+", by).replaceAll("(?<=[a-z0-9])(?=[A-Z])", by)
                .toLowerCase(Locale.ROOT);
        return words.length() <= CHARS ? words : words.substring(0, CHARS);
    }
}
