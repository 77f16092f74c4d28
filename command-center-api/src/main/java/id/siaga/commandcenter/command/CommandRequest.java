package id.siaga.commandcenter.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.device.FieldError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks of a device.
 *
 * @param arguments as the device gets them
 * @param expiresS seconds it waits for the device
 */
public record CommandRequest(String name, ObjectNode arguments, long expiresS) {
    private static final String COMMAND = "command";
    private static final String EXPIRES = "expires_s";

    /**
     * The request in a body, or null and at least one more of {@code errors}.
     *
     * @param types rows of telemetry.command_type, each with the longest wait allowed
     */
    public static @Nullable CommandRequest of(JsonNode body, List<ObjectNode> types, List<FieldError> errors) {
        String name = body.path(COMMAND).asText("");
        ObjectNode type = types.stream().filter(each -> each.path("name").asText().equals(name)).findFirst()
                .orElse(null);
        if (type == null) {
            errors.add(new FieldError(COMMAND, "wajib, salah satu dari (required, one of) "
                    + String.join(", ", types.stream().map(each -> each.path("name").asText()).toList())));
            return null;
        }
        String argument = type.path("argument").asText("");
        refuseUnknown(body, type.path("argument").isNull() ? "" : argument, errors);
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        if (!type.path("argument").isNull()) {
            arguments.put(argument, whole(body, argument, type.path("least").asLong(), type.path("most").asLong(),
                    errors));
        }
        long expires = body.has(EXPIRES)
                ? whole(body, EXPIRES, 1, type.path("longest_s").asLong(), errors)
                : type.path(EXPIRES).asLong();
        return errors.isEmpty() ? new CommandRequest(name, arguments, expires) : null;
    }

    private static void refuseUnknown(JsonNode body, String argument, List<FieldError> errors) {
        body.fieldNames().forEachRemaining(field -> {
            if (!List.of(COMMAND, EXPIRES, argument).contains(field)) {
                errors.add(new FieldError(field, "tidak dikenal (unknown)"));
            }
        });
    }

    private static long whole(JsonNode body, String field, long least, long most, List<FieldError> errors) {
        JsonNode value = body.path(field);
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < least
                || value.longValue() > most) {
            errors.add(
                    new FieldError(field, "harus bilangan bulat %d sampai %d (whole number)".formatted(least, most)));
            return least;
        }
        return value.longValue();
    }
}
