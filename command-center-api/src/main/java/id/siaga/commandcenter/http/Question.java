package id.siaga.commandcenter.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** An operation of the contract as a page asks it. */
public record Question(String operation, Map<String, String> path, Map<String, String> query,
        Map<String, String> headers, JsonNode body) {

    public static Question of(String operation) {
        return new Question(operation, Map.of(), Map.of(), Map.of(), MissingNode.getInstance());
    }

    /** With this path parameter. */
    public Question at(String name, Object value) {
        return new Question(operation, and(path, name, value.toString()), query, headers, body);
    }

    /** With this query parameter; an empty one is left out. */
    public Question where(String name, String value) {
        return value.isEmpty() ? this : new Question(operation, path, and(query, name, value), headers, body);
    }

    public Question header(String name, String value) {
        return new Question(operation, path, query, and(headers, name, value), body);
    }

    public Question saying(JsonNode json) {
        return new Question(operation, path, query, headers, json);
    }

    private static Map<String, String> and(Map<String, String> known, String name, String value) {
        Map<String, String> more = new HashMap<>(known);
        more.put(name, value);
        return Map.copyOf(more);
    }

    /** As an endpoint sees it. */
    Asked to(Contract.Operation asked) {
        return new AskedByPage(asked, this);
    }

    private record AskedByPage(Contract.Operation operation, Question question) implements Asked {

        @Override
        public Optional<String> path(String name) {
            return Optional.ofNullable(question.path.get(name));
        }

        @Override
        public Optional<String> query(String name) {
            return Optional.ofNullable(question.query.get(name));
        }

        @Override
        public Optional<String> header(String name) {
            return Optional.ofNullable(question.headers.get(name));
        }

        @Override
        public Map<String, String> queries() {
            return question.query;
        }

        @Override
        public byte[] body() {
            return question.body.isMissingNode()
                    ? new byte[0]
                    : question.body.toString().getBytes(StandardCharsets.UTF_8);
        }
    }
}
