package id.siaga.ingest.decode;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

/**
 * The route table: which decoder reads a topic. Data, not code; {@code routes.yaml} beside this class is the default.
 * Entries are tried in order and found by first level, so that a long table costs no more than a short one.
 */
public final class Routes {

    private record Entry(String topic, String format, @Nullable Map<String, String> options) {
    }

    private record Table(List<Entry> routes, @Nullable Map<String, String> contentTypes) {
    }

    private record Rule(TopicPattern pattern, String format, Map<String, String> options) {
    }

    private static final String SECRET = "{secret}";
    private static final String SHARED = "$share/";
    private static final ObjectReader TABLE = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build().readerFor(Table.class);

    private final List<Rule> rules;
    private final Map<String, List<Rule>> byFirstLevel = new HashMap<>();
    private final List<Rule> anyFirstLevel;
    private final Map<String, String> formatByContentType = new HashMap<>();
    private final List<String> beforeSecrets;

    private Routes(Table table) {
        rules = table.routes().stream().map(Routes::rule).toList();
        anyFirstLevel = rules.stream().filter(rule -> rule.pattern().first() == null).toList();
        beforeSecrets = table.routes().stream().map(Entry::topic).filter(topic -> topic.contains(SECRET))
                .map(topic -> topic.substring(0, topic.indexOf(SECRET))).toList();
        rules.stream().map(rule -> rule.pattern().first()).flatMap(Stream::ofNullable).distinct()
                .forEach(first -> byFirstLevel.put(first, startingWith(first)));
        Objects.requireNonNullElse(table.contentTypes(), Map.<String, String>of())
                .forEach((type, format) -> formatByContentType.put(type.toLowerCase(Locale.ROOT), known(format)));
    }

    /** Reads a table; an unknown format or a misplaced {@code #} is an {@link IllegalArgumentException} naming it. */
    public static Routes load(InputStream yaml) {
        try {
            return new Routes(TABLE.readValue(yaml));
        } catch (IOException e) {
            throw new IllegalArgumentException("route table: " + e.getMessage(), e);
        }
    }

    /** The table that comes with Siaga. */
    public static Routes standard() {
        try (InputStream yaml = Objects.requireNonNull(Routes.class.getResourceAsStream("routes.yaml"))) {
            return load(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Optional<Route> match(String topic) {
        return match(topic, null);
    }

    /** As {@link #match(String)}, but a Content Type of the table decides the format when the sender gave one. */
    public Optional<Route> match(String topic, @Nullable String contentType) {
        String format = contentType == null ? null : formatByContentType.get(essence(contentType));
        Route route = find(topic);
        if (format == null) {
            return Optional.ofNullable(route);
        }
        return Optional.of(route == null
                ? new Route(format, Map.of(), Map.of())
                : new Route(format, route.captures(), route.options()));
    }

    /** The topic as it may be stored and logged: in place of a level that the table calls {@code {secret}} is a dash. */
    public String withoutSecret(String topic) {
        int filter = shared(topic);
        for (String before : beforeSecrets) {
            if (topic.startsWith(before, filter)) {
                int secret = filter + before.length();
                int after = topic.indexOf('/', secret);
                return topic.substring(0, secret) + "-" + (after < 0 ? "" : topic.substring(after));
            }
        }
        return topic;
    }

    /** Where the filter begins in {@code $share/{name}/{filter}} (MQTT 5, §4.8.2); 0 elsewhere. */
    private static int shared(String topic) {
        return topic.startsWith(SHARED) ? topic.indexOf('/', SHARED.length()) + 1 : 0;
    }

    /** The topic filters a broker subscription needs, in table order. */
    public List<String> filters() {
        return rules.stream().map(rule -> rule.pattern().filter()).distinct().toList();
    }

    private @Nullable Route find(String topic) {
        List<String> levels = TopicPattern.split(topic);
        for (Rule rule : candidates(levels.get(0))) {
            Map<String, String> captures = rule.pattern().match(levels);
            if (captures != null) {
                return new Route(rule.format(), captures, rule.options());
            }
        }
        return null;
    }

    /** Wildcards do not reach the broker's own topics ({@code $SYS}; MQTT 5, §4.7.2). */
    private List<Rule> candidates(String first) {
        return byFirstLevel.getOrDefault(first, first.startsWith("$") ? List.of() : anyFirstLevel);
    }

    private List<Rule> startingWith(String first) {
        return rules.stream().filter(rule -> first.equals(rule.pattern().first())
                || (rule.pattern().first() == null && !first.startsWith("$"))).toList();
    }

    private static Rule rule(Entry entry) {
        return new Rule(TopicPattern.parse(entry.topic()), known(entry.format()),
                entry.options() == null ? Map.of() : Map.copyOf(entry.options()));
    }

    private static String known(String format) {
        if (!Decoders.formats().contains(format)) {
            throw new IllegalArgumentException("format '" + format + "' is none of " + Decoders.formats());
        }
        return format;
    }

    /** {@code application/json; charset=utf-8} without its parameters. */
    private static String essence(String contentType) {
        int semicolon = contentType.indexOf(';');
        return (semicolon < 0 ? contentType : contentType.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
    }
}
