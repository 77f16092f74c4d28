package id.siaga.commandcenter.sql;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * In whose name the current thread works. Every transaction tells the database, as setting {@code siaga.actor}, so that
 * what it writes down of a change names who made it, whatever code made it.
 *
 * @param operation what was asked, an operationId of the contract
 * @param address where it was asked from
 * @param purpose why people's data is looked at, as the asker says; may be empty
 */
public record Actor(String user, String roles, String operation, String address, String purpose) {
    private static final ThreadLocal<Actor> CURRENT = new ThreadLocal<>();

    /** Empty for what the system does by itself. */
    public static Optional<Actor> current() {
        return Optional.ofNullable(CURRENT.get());
    }

    /** Does {@code work} in this name, on this thread. */
    public <T> T does(Callable<T> work) throws Exception {
        CURRENT.set(this);
        try {
            return work.call();
        } finally {
            CURRENT.remove();
        }
    }

    String json() {
        return JsonNodeFactory.instance.objectNode().put("user", user).put("roles", roles).put("operation", operation)
                .put("address", address).put("purpose", purpose).toString();
    }
}
