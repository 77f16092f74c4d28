package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import id.siaga.commandcenter.http.Contract;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is sent to whichever operation, it is told what is wrong and is no fault of ours. */
class MalformedBodiesTest {
    private static final Contract CONTRACT = Contract.load();
    private static final List<String> BODIES = List.of("", "[]", "[[]]", "[1]", "null", "\"a\"", "{\"a\":", "{}",
            "{\"\\u0000\":\"\\u0000\"}", "[".repeat(2000));

    private static Running system;

    @BeforeAll
    static void start() throws Exception {
        system = new Running();
        system.login();
        system.database().execute("UPDATE command.account SET password_hash = NULL WHERE user_name <> 'admin'");
    }

    @AfterAll
    static void stop() throws Exception {
        system.close();
    }

    static Stream<Contract.Operation> writing() {
        return CONTRACT.operations().stream().filter(each -> !each.reads() && !each.id().equals("logout"));
    }

    @ParameterizedTest
    @MethodSource("writing")
    void isRefusedByName(Contract.Operation operation) throws Exception {
        String path = Contract.BASE + operation.path().replaceAll(":\\w+", "1");
        for (String body : bodies(operation)) {
            HttpResponse<String> reply = send(operation, path, body);
            assertThat(reply.statusCode()).as("%s %s %s: %s", operation.method(), path, body, reply.body())
                    .isLessThan(500);
        }
    }

    /** Also every member it knows, as what it cannot be. */
    private static List<String> bodies(Contract.Operation operation) {
        List<String> bodies = new ArrayList<>(BODIES);
        for (String member : CONTRACT.members(operation)) {
            for (String value : new String[]{"[]", "{}", "[{}]", "[99999999999]", "99999999999999999999", "-1",
                    "\"\\u0000\"", "\"\"", "true", "1e400"}) {
                bodies.add("{\"%s\":%s}".formatted(member, value));
            }
        }
        return bodies;
    }

    private static HttpResponse<String> send(Contract.Operation operation, String path, String body)
            throws IOException, InterruptedException {
        return system.client.send(system.request(path).header("If-Match", "\"1\"").header("X-Purpose", "uji")
                .method(operation.method(), BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
