package id.siaga.hivemq;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;

/**
 * {@code siaga.properties} in the extension's folder.
 *
 * @param url of Siaga's door for brokers
 * @param key it knows this broker by
 * @param answerWithin a client whose answer takes longer is refused
 * @param remember how long a yes about one topic of one connection holds
 * @param lookEvery how often is asked whose connection is to end
 */
record Settings(URI url, String key, Duration answerWithin, Duration remember, Duration lookEvery) {

    /** @throws IllegalArgumentException naming what is missing or no number */
    static Settings read(Path file) throws IOException {
        Properties given = new Properties();
        try (Reader text = Files.newBufferedReader(file)) {
            given.load(text);
        }
        return new Settings(URI.create(required(given, "url")), required(given, "key"),
                millis(given, "answer-within-ms"), millis(given, "remember-ms"), millis(given, "look-every-ms"));
    }

    private static String required(Properties given, String name) {
        String value = given.getProperty(name, "").strip();
        if (value.isEmpty()) {
            throw new IllegalArgumentException("siaga.properties: " + name + " is missing");
        }
        return value;
    }

    private static Duration millis(Properties given, String name) {
        try {
            return Duration.ofMillis(Long.parseLong(required(given, name)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("siaga.properties: " + name + " must be milliseconds", e);
        }
    }

    /** Without the key: this text reaches logs. */
    @Override
    public String toString() {
        return url.toString();
    }
}
