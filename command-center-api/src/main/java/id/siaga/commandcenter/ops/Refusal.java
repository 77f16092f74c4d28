package id.siaga.commandcenter.ops;

import com.fasterxml.jackson.databind.JsonNode;
import id.siaga.commandcenter.http.Problem;
import java.util.List;
import java.util.stream.StreamSupport;

/** Why something was not done, in the words of the API. */
public record Refusal(int status, String title, String detail, List<Field> fields) {

    /** What is wrong with one field of a form. */
    public record Field(String name, String reason) {
    }

    /** Whether it is refused only until the reader has changed the password. */
    static boolean isForPassword(Problem problem) {
        return problem.reply().body().path("type").asText().equals("/problems/password-change-required");
    }

    static Refusal of(Problem problem) {
        JsonNode body = problem.reply().body();
        return new Refusal(problem.status(), body.path("title").asText(), body.path("detail").asText(),
                StreamSupport.stream(body.path("errors").spliterator(), false)
                        .map(each -> new Field(each.path("field").asText(), each.path("reason").asText())).toList());
    }
}
