package id.siaga.ingest.decode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import id.siaga.ingest.decode.Leaves.Leaf;
import id.siaga.ingest.telemetry.Presence;
import id.siaga.ingest.telemetry.Reading;

/** What the members of one sender's payloads mean: an entry of {@code maps.yaml}, with what its route adds. */
final class FieldMap {

    private static final int NAME_CHARS = 48;

    /**
     * As written in {@code maps.yaml}.
     *
     * @param times pointers to the sender's clock, best first
     * @param device pointer to the sender's own name, when the payload carries it
     * @param presence where an availability topic says whether the device is there
     * @param text the payload may be bare text; its member is called as the topic's {@code {field}}, else {@code value}
     */
    record Document(@Nullable List<String> times, @Nullable String device, @Nullable PresenceRule presence,
            @Nullable Boolean text, @Nullable List<FieldRule> fields) {
    }

    /** @param gone why a device is away when this topic says so */
    record PresenceRule(List<String> at, Presence.Cause gone) {
    }

    private record Wild(List<String> levels, FieldRule rule) {

        private @Nullable String fits(Leaf leaf) {
            String name = "";
            List<String> path = Leaves.names(leaf.path());
            if (path.size() != levels.size()) {
                return null;
            }
            for (int i = 0; i < path.size(); i++) {
                if (levels.get(i).equals("*")) {
                    name = leaf.names().get(i);
                } else if (!levels.get(i).equals(path.get(i))) {
                    return null;
                }
            }
            return name.length() > NAME_CHARS ? name.substring(0, NAME_CHARS) : name;
        }
    }

    private final Document document;
    private final Map<String, FieldRule> exact = new HashMap<>();
    private final List<Wild> wild = new ArrayList<>();

    FieldMap(Document document) {
        this.document = document;
        Objects.requireNonNullElse(document.fields(), List.<FieldRule>of()).forEach(this::add);
    }

    private FieldMap(FieldMap base, Map<String, FieldRule> more) {
        this(base.document);
        more.forEach(exact::put);
    }

    /** This map where the route's options {@code field.<pointer>: <metric> [unit]} come first. */
    FieldMap with(Map<String, String> options) {
        Map<String, FieldRule> more = new HashMap<>();
        options.forEach((name, value) -> {
            if (name.startsWith("field.")) {
                String at = name.substring("field.".length());
                more.put(Leaves.path(at), FieldRule.option(at, value));
            }
        });
        return more.isEmpty() ? this : new FieldMap(this, more);
    }

    List<String> times() {
        return Objects.requireNonNullElse(document.times(), List.of());
    }

    Optional<String> device() {
        return Optional.ofNullable(document.device());
    }

    Optional<PresenceRule> presence() {
        return Optional.ofNullable(document.presence());
    }

    boolean takesText() {
        return Boolean.TRUE.equals(document.text());
    }

    /** The rule for a member of this name at the top. */
    Optional<FieldRule> rule(String name) {
        return Optional.ofNullable(exact.get("/" + ObjectFields.plain(name)));
    }

    /** The readings of the members it knows; of two for one metric and component the first counts. */
    List<Reading> read(Leaves leaves) {
        Map<String, Reading> readings = new LinkedHashMap<>();
        for (Leaf leaf : leaves.all()) {
            read(leaf).ifPresent(
                    reading -> readings.putIfAbsent(reading.metric().name() + "/" + reading.component(), reading));
        }
        return new ArrayList<>(readings.values());
    }

    private Optional<Reading> read(Leaf leaf) {
        FieldRule rule = exact.get(leaf.path());
        if (rule != null) {
            return rule.read(leaf.value(), "");
        }
        for (Wild pattern : wild) {
            String name = pattern.fits(leaf);
            if (name != null) {
                return pattern.rule().read(leaf.value(), name);
            }
        }
        return Optional.empty();
    }

    private void add(FieldRule rule) {
        String path = Leaves.path(rule.at());
        if (path.contains("*")) {
            wild.add(new Wild(Leaves.names(path), rule));
        } else {
            exact.put(path, rule);
        }
    }
}
