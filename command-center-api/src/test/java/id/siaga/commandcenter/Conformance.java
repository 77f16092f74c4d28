package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import id.siaga.commandcenter.http.Contract;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Flow;

/**
 * Holds whatever the tests say to the API, and it answers, against the contract: the status is written down, the body
 * is as its schema says and has no field that the schema does not name, and what was accepted was allowed to be sent.
 */
final class Conformance {
    private static final String HERE = "https://siaga.invalid/openapi";
    /** Anyone may meet these anywhere; the contract says so once, in its default response. */
    private static final Set<Integer> ANYWHERE = Set.of(400, 401, 403, 405, 413, 422, 429, 500, 503);
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Contract CONTRACT = Contract.load();
    private static final ObjectNode DOCUMENT = closed(CONTRACT.document().deepCopy());
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012,
            builder -> builder.schemaLoaders(loaders -> loaders.schemas(Map.of(HERE, DOCUMENT.toString()))));

    private Conformance() {
    }

    /** What a client may ignore, our tests must not: an object's fields are the named ones. */
    private static <T extends JsonNode> T closed(T node) {
        node.forEach(Conformance::closed);
        if (node instanceof ObjectNode object && object.path("properties").isObject()
                && object.path("type").toString().contains("object") && !object.has("additionalProperties")
                && !object.has("allOf")) {
            object.put("additionalProperties", false);
        }
        return node;
    }

    /** Sends, and gives the answer back when all was as the contract says. */
    static HttpResponse<String> checked(HttpClient client, HttpRequest request)
            throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        check(request, response);
        return response;
    }

    private static void check(HttpRequest request, HttpResponse<String> response) {
        String path = request.uri().getPath();
        Optional<Contract.Operation> operation = operation(request.method(), path);
        if (operation.isEmpty()) {
            return;
        }
        String what = request.method() + " " + request.uri() + " → " + response.statusCode() + " " + response.body();
        String pointer = pointer(operation.get());
        String answer = answer(pointer, response.statusCode(), what);
        checkBody(answer, response, what);
        if (response.statusCode() < 400) {
            checkSent(pointer, request, what);
        }
    }

    private static Optional<Contract.Operation> operation(String method, String path) {
        return CONTRACT.operations().stream()
                .filter(each -> each.method().equals(method) && path.matches(pattern(each)))
                .min((one, other) -> Integer.compare(parameters(one), parameters(other)));
    }

    private static String pattern(Contract.Operation operation) {
        return Contract.BASE + operation.path().replaceAll(":\\w+", "[^/]+");
    }

    private static int parameters(Contract.Operation operation) {
        return operation.path().split(":", -1).length;
    }

    private static String pointer(Contract.Operation operation) {
        String path = operation.path().replaceAll(":(\\w+)", "{$1}");
        return "/paths/" + path.replace("~", "~0").replace("/", "~1") + "/"
                + operation.method().toLowerCase(Locale.ROOT);
    }

    /** Where the contract describes this answer, behind a reference if it is one. */
    private static String answer(String pointer, int status, String what) {
        JsonNode responses = DOCUMENT.at(pointer + "/responses");
        boolean written = responses.has(Integer.toString(status));
        assertThat(written || ANYWHERE.contains(status)).as("a status of the contract: %s", what).isTrue();
        return resolved(pointer + "/responses/" + (written ? Integer.toString(status) : "default"));
    }

    private static String resolved(String pointer) {
        JsonNode node = DOCUMENT.at(pointer);
        return node.has("$ref") ? node.path("$ref").asText().substring(1) : pointer;
    }

    private static void checkBody(String answer, HttpResponse<String> response, String what) {
        JsonNode content = DOCUMENT.at(answer + "/content");
        if (content.isMissingNode()) {
            assertThat(response.body()).as(what).isEmpty();
            return;
        }
        String type = response.headers().firstValue("Content-Type").orElse("").replaceAll(";.*", "");
        assertThat(content.has(type)).as("a content type of the contract: %s %s", type, what).isTrue();
        if (type.endsWith("json")) {
            check(answer + "/content/" + type.replace("/", "~1") + "/schema", response.body(), what);
        }
    }

    private static void checkSent(String pointer, HttpRequest request, String what) {
        String schema = resolved(pointer + "/requestBody") + "/content/application~1json/schema";
        String body = sent(request);
        if (!DOCUMENT.at(schema).isMissingNode() && !body.isEmpty()) {
            check(schema, body, "accepted " + body + " by " + what);
        }
    }

    private static void check(String schema, String json, String what) {
        JsonSchema expected = SCHEMAS.getSchema(SchemaLocation.of(HERE + "#" + schema));
        try {
            assertThat(expected.validate(MAPPER.readTree(json),
                    execution -> execution.getExecutionConfig().setFormatAssertionsEnabled(true))).as(what).isEmpty();
        } catch (JsonProcessingException e) {
            throw new AssertionError(what, e);
        }
    }

    private static String sent(HttpRequest request) {
        return request.bodyPublisher().map(publisher -> {
            HttpResponse.BodySubscriber<String> text = HttpResponse.BodySubscribers.ofString(StandardCharsets.UTF_8);
            publisher.subscribe(new Flow.Subscriber<>() {
                @Override
                public void onSubscribe(Flow.Subscription subscription) {
                    text.onSubscribe(subscription);
                }

                @Override
                public void onNext(ByteBuffer bytes) {
                    text.onNext(List.of(bytes));
                }

                @Override
                public void onError(Throwable failure) {
                    text.onError(failure);
                }

                @Override
                public void onComplete() {
                    text.onComplete();
                }
            });
            return text.getBody().toCompletableFuture().join();
        }).orElse("");
    }
}
