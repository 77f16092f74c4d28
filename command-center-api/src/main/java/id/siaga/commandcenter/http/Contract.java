package id.siaga.commandcenter.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import id.siaga.commandcenter.account.Role;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;

/** The OpenAPI document: what it says is what is routed. */
public record Contract(JsonNode document, List<Operation> operations) {
    public static final String BASE = "/api/v1";
    private static final String MAX_BODY = "x-max-body-bytes";
    private static final String ROLES = "x-roles";
    private static final String OWN = "x-own";
    private static final String VISITOR = "x-visitor";
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    /**
     * One operation; {@code path} is Vert.x style below {@link #BASE}; {@code maxBody} when it is its own, bytes;
     * {@code queries} names the query parameters it knows; {@code roles} may call it, none when it is open to strangers;
     * {@code sight} is what seeing its answer takes. {@code own}: about the caller's own account, so that no role is
     * needed and a suspended one may read it. {@code visitor}: a screen that strangers see may have it.
     */
    public record Operation(String id, String method, String path, boolean open, OptionalLong maxBody,
            Set<String> queries, Set<Role> roles, Sight sight, boolean own, boolean visitor) {

        /** Whether it changes nothing. */
        public boolean reads() {
            return method.equals("GET");
        }

        boolean audited() {
            return sight != Sight.FREE;
        }

        boolean needsPurpose() {
            return sight == Sight.RECORDED_WITH_PURPOSE;
        }
    }

    /** Whether it is put on record who saw an answer ({@code x-audit}), and for what ({@code x-purpose}). */
    public enum Sight {
        FREE, RECORDED, RECORDED_WITH_PURPOSE;

        static Sight of(JsonNode operation) {
            if (operation.path("x-purpose").asText().equals("required")) {
                return RECORDED_WITH_PURPOSE;
            }
            return operation.path("x-audit").asText().equals("read") ? RECORDED : FREE;
        }
    }

    public Operation operation(String id) {
        return operations.stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
    }

    public static Contract load() {
        ObjectNode document = (ObjectNode) yaml("openapi.yaml");
        JsonNode groups = document.remove("x-role-groups");
        document.remove("x-parts").forEach(part -> join(document, yaml("openapi/" + part.asText() + ".yaml")));
        return new Contract(document, operations(document, groups));
    }

    private static JsonNode yaml(String name) {
        try (InputStream file = Objects.requireNonNull(Contract.class.getResourceAsStream(name), name)) {
            return yaml(name, file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fails at an alias, which Jackson would read as its mere name. */
    static JsonNode yaml(String name, byte[] text) throws IOException {
        YAMLMapper mapper = new YAMLMapper();
        try (YAMLParser parser = mapper.getFactory().createParser(text)) {
            while (parser.nextToken() != null) {
                if (parser.isCurrentAlias()) {
                    throw new IllegalStateException("%s, line %d: an alias (*%s); write it out, or use $ref".formatted(
                            name, parser.currentLocation().getLineNr(), parser.getText()));
                }
            }
        }
        return mapper.readTree(text);
    }

    /** Objects are joined member by member; nothing may be said twice. */
    private static void join(ObjectNode whole, JsonNode part) {
        for (Map.Entry<String, JsonNode> member : part.properties()) {
            JsonNode known = whole.path(member.getKey());
            if (known.isMissingNode()) {
                whole.set(member.getKey(), member.getValue());
            } else if (known instanceof ObjectNode deeper && member.getValue().isObject()) {
                join(deeper, member.getValue());
            } else {
                throw new IllegalStateException("said twice in the contract: " + member.getKey());
            }
        }
    }

    private static List<Operation> operations(ObjectNode document, JsonNode groups) {
        List<Operation> operations = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                if (METHODS.contains(method.getKey())) {
                    ObjectNode node = (ObjectNode) method.getValue();
                    spellRoles(node, groups);
                    // Whatever else goes wrong is a problem too, and a client generated from this reads it as one.
                    node.withObject("/responses").withObject("/default").put("$ref", "#/components/responses/Problem");
                    operations.add(operation(path.getKey(), method.getKey(), node,
                            queries(document, path.getValue(), node)));
                }
            }
        }
        return List.copyOf(operations);
    }

    /** Groups stand in the sources only; who reads the document sees roles. */
    private static void spellRoles(ObjectNode operation, JsonNode groups) {
        Set<String> spelled = new LinkedHashSet<>();
        operation.path(ROLES).forEach(name -> {
            JsonNode group = groups.path(name.asText());
            if (group.isMissingNode()) {
                spelled.add(name.asText());
            } else {
                group.forEach(role -> spelled.add(role.asText()));
            }
        });
        if (operation.has(ROLES)) {
            ArrayNode roles = operation.putArray(ROLES);
            spelled.forEach(roles::add);
        }
    }

    private static Set<String> queries(JsonNode document, JsonNode path, JsonNode operation) {
        Set<String> names = new HashSet<>();
        for (JsonNode place : List.of(path, operation)) {
            for (JsonNode listed : place.path("parameters")) {
                JsonNode parameter = listed.has("$ref")
                        ? document.at(listed.path("$ref").asText().substring(1))
                        : listed;
                if (parameter.path("in").asText().equals("query")) {
                    names.add(parameter.path("name").asText());
                }
            }
        }
        return Set.copyOf(names);
    }

    private static Operation operation(String path, String method, JsonNode node, Set<String> queries) {
        boolean open = node.has("security") && node.path("security").isEmpty();
        boolean forDevices = node.path("security").path(0).has("device");
        Set<Role> roles = EnumSet.noneOf(Role.class);
        node.path(ROLES).forEach(role -> roles.add(Role.valueOf(role.asText())));
        String id = node.path("operationId").asText();
        if (roles.isEmpty() != (open || forDevices)) {
            throw new IllegalStateException(id + " is open, or for devices, or says in x-roles who may call it");
        }
        return new Operation(id, method.toUpperCase(Locale.ROOT), path.replaceAll("\\{(\\w+)}", ":$1"), open,
                node.has(MAX_BODY) ? OptionalLong.of(node.path(MAX_BODY).longValue()) : OptionalLong.empty(), queries,
                Set.copyOf(roles), Sight.of(node), node.path(OWN).booleanValue(),
                node.path(VISITOR).booleanValue());
    }
}
