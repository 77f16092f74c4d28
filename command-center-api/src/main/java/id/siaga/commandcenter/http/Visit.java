package id.siaga.commandcenter.http;

import com.fasterxml.jackson.databind.JsonNode;
import id.siaga.commandcenter.account.Account;
import id.siaga.commandcenter.account.Denial;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;

/** A request for a page, and the API in the name of who looks at it. */
public record Visit(RoutingContext context, Inside inside) {

    public Account account() {
        return new Call(context).account();
    }

    public String path(String name) {
        return Optional.ofNullable(context.pathParam(name)).orElse("");
    }

    /** A query parameter, empty when it is not there. */
    public String query(String name) {
        return context.queryParam(name).stream().findFirst().map(String::strip).orElse("");
    }

    /** The query as it was sent. */
    public String queries() {
        return Optional.ofNullable(context.request().query()).orElse("");
    }

    /** A field of the form that was sent, empty when it is not there. */
    public String form(String name) {
        return Optional.ofNullable(context.request().getFormAttribute(name)).map(String::strip).orElse("");
    }

    /** All that was chosen under one name. */
    public List<String> forms(String name) {
        return context.request().formAttributes().getAll(name);
    }

    /** What forms of this session carry so that no other site's can pass for ours. */
    public String formToken() {
        return FormToken.of(context);
    }

    public boolean offers(String operation) {
        return inside.offers(account(), operation);
    }

    public boolean knows(String operation, String query) {
        return inside.knows(operation, query);
    }

    /** The body of the answer; throws the {@link Problem} that the API would answer. */
    public JsonNode ask(Question question) {
        try {
            return inside.ask(context, question).body();
        } catch (Denial denied) {
            throw Problem.of(denied);
        } catch (RuntimeException refused) {
            throw refused;
        } catch (Exception unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }
}
