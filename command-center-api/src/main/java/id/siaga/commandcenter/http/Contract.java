package id.siaga.commandcenter.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
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
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    /**
     * One operation; {@code path} is Vert.x style below {@link #BASE}; {@code maxBody} when it is its own, bytes;
     * {@code queries} names the query parameters it knows.
     */
    public record Operation(String id, String method, String path, boolean open, OptionalLong maxBody,
            Set<String> queries) {
    }

    public static Contract load() {
        try (InputStream yaml = Objects.requireNonNull(Contract.class.getResourceAsStream("openapi.yaml"))) {
            JsonNode document = new YAMLMapper().readTree(yaml);
            return new Contract(document, operations(document));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Operation> operations(JsonNode document) {
        List<Operation> operations = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                if (METHODS.contains(method.getKey())) {
                    operations.add(operation(path.getKey(), method.getKey(), method.getValue(),
                            queries(document, path.getValue(), method.getValue())));
                }
            }
        }
        return List.copyOf(operations);
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
        return new Operation(node.path("operationId").asText(), method.toUpperCase(Locale.ROOT),
                path.replaceAll("\\{(\\w+)}", ":$1"), node.has("security") && node.path("security").isEmpty(),
                node.has(MAX_BODY) ? OptionalLong.of(node.path(MAX_BODY).longValue()) : OptionalLong.empty(), queries);
    }
}
