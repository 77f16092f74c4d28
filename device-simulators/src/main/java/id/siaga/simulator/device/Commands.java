package id.siaga.simulator.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Duration;

/** A device's ear for commands. It remembers the last one it did, for delivery is at least once. */
public final class Commands {

    private static final JsonMapper MAPPER = new JsonMapper();

    private String last = "";

    /** What a payload of the command topic asks. */
    public Command read(byte[] payload) {
        try {
            JsonNode root = MAPPER.readTree(payload);
            String id = root.path("id").asText("");
            if (!last.isEmpty() && id.equals(last)) {
                return new Command.Repeated(id);
            }
            Command command = command(id, root);
            last = command instanceof Command.Unknown ? last : id;
            return command;
        } catch (IOException e) {
            return new Command.Unknown("", "no JSON");
        }
    }

    private static Command command(String id, JsonNode root) {
        long seconds = root.path("args").path("interval_s").asLong(0);
        return switch (root.path("cmd").asText("")) {
            case "interval" -> seconds > 0
                    ? new Command.Interval(id, Duration.ofSeconds(seconds))
                    : new Command.Unknown(id, "interval_s is not a number of seconds");
            case "reboot" -> new Command.Reboot(id);
            default -> new Command.Unknown(id, "no such command");
        };
    }
}
