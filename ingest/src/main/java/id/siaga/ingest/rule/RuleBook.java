package id.siaga.ingest.rule;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import id.siaga.ingest.telemetry.Kind;

/** The rules in force, read from YAML. A mistake in it stops the start and names the rule, the field and the reason. */
public final class RuleBook {

    private final Map<Kind, List<Rule>> rules = new EnumMap<>(Kind.class);
    private final Map<Kind, List<SilenceRule>> silences = new EnumMap<>(Kind.class);

    private RuleBook(List<RuleEntry> entries) {
        Set<String> ids = new HashSet<>();
        for (RuleEntry entry : entries) {
            if (!ids.add(entry.name())) {
                throw entry.wrong("id", "is used twice");
            }
            if (entry.silence() == null) {
                rules.computeIfAbsent(entry.deviceKind(), each -> new ArrayList<>()).add(entry.rule());
            } else {
                silences.computeIfAbsent(entry.deviceKind(), each -> new ArrayList<>()).add(entry.silenceRule());
            }
        }
    }

    /** @throws IllegalArgumentException naming rule, field and reason */
    public static RuleBook load(InputStream yaml) {
        try {
            JsonNode listed = new YAMLMapper().readTree(yaml).path("rules");
            if (!listed.isArray() || listed.isEmpty()) {
                throw new IllegalArgumentException("rules: must be a list with at least one rule");
            }
            List<RuleEntry> entries = new ArrayList<>();
            listed.forEach(node -> entries.add(RuleEntry.read(node)));
            return new RuleBook(entries);
        } catch (IOException e) {
            throw new IllegalArgumentException("rules: " + e.getMessage(), e);
        }
    }

    /** The rules that come with Siaga. */
    public static RuleBook standard() {
        try (InputStream yaml = Objects.requireNonNull(RuleBook.class.getResourceAsStream("rules.yaml"))) {
            return load(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The rules that judge samples of a kind, in the order of the book. */
    public List<Rule> rulesFor(Kind kind) {
        return rules.getOrDefault(kind, List.of());
    }

    /** The rules that judge the silence of a kind. */
    public List<SilenceRule> silenceRulesFor(Kind kind) {
        return silences.getOrDefault(kind, List.of());
    }
}
