package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import id.siaga.commandcenter.account.Role;
import id.siaga.commandcenter.http.Contract;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is sent to whichever operation that writes, it is refused or done, and never a fault of ours. */
class MalformedBodiesTest {
    private static final Contract CONTRACT = Contract.load();
    private static final List<String> BODIES = List.of("", "[]", "[[]]", "[1]", "null", "\"a\"", "{\"a\":", "{}",
            "{\"\\u0000\":\"\\u0000\"}", "[".repeat(2000));
    private static final List<String> VALUES = List.of("[]", "{}", "[{}]", "[99999999999]", "99999999999999999999",
            "-1", "\"\\u0000\"", "\"\"", "true");

    private static Running system;

    @BeforeAll
    static void start() throws Exception {
        system = new Running();
        system.login();
        new City(system.database()).incident("32.75.01");
    }

    @AfterAll
    static void stop() throws Exception {
        system.close();
    }

    static Stream<Contract.Operation> writing() {
        return CONTRACT.operations().stream().filter(each -> !each.reads());
    }

    @ParameterizedTest
    @MethodSource("writing")
    void isRefusedOrDone(Contract.Operation operation) throws Exception {
        String path = Contract.BASE + operation.path().replaceAll(":\\w+", "1");
        String token = operation.roles().isEmpty() ? "" : token(operation);
        for (String body : bodies(operation)) {
            HttpRequest.Builder request = system.anonymous(path).header("If-Match", "\"1\"").header("X-Purpose", "uji")
                    .method(operation.method(), BodyPublishers.ofString(body));
            HttpResponse<String> reply = system.client.send(
                    token.isEmpty() ? request.build() : request.header("Authorization", "Bearer " + token).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(reply.statusCode()).as("%s %s %s: %s", operation.method(), path, body, reply.body())
                    .isLessThan(500);
        }
    }

    private static String token(Contract.Operation operation) throws IOException, InterruptedException {
        Role role = operation.roles().stream().sorted().findFirst().orElseThrow();
        return role == Role.KORLAP ? system.session(role, "32.75.01") : system.session(role);
    }

    /** Bodies of wrong shapes, and every member the contract knows as what it cannot be. */
    private static List<String> bodies(Contract.Operation operation) {
        List<String> bodies = new ArrayList<>(BODIES);
        members(operation).forEachRemaining(
                member -> VALUES.forEach(value -> bodies.add("{\"%s\":%s}".formatted(member, value))));
        return bodies;
    }

    private static Iterator<String> members(Contract.Operation operation) {
        JsonNode schema = CONTRACT.document().path("paths").findParents("operationId").stream()
                .filter(each -> each.path("operationId").asText().equals(operation.id())).findFirst().orElseThrow()
                .at("/requestBody/content/application~1json/schema");
        JsonNode object = schema.has("$ref")
                ? CONTRACT.document().at(schema.path("$ref").asText().substring(1))
                : schema;
        return object.path("properties").fieldNames();
    }
}
