package id.siaga.simulator.device;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/** What a device was asked, with its id, and the event with which it answers. */
public sealed interface Command {

    /** The id the answer names. */
    String id();

    /** Report every so often from now on. */
    record Interval(String id, Duration interval) implements Command {
    }

    /** Start again. */
    record Reboot(String id) implements Command {
    }

    /** It came again, and was done. */
    record Repeated(String id) implements Command {
    }

    /** Nothing this device can do. */
    record Unknown(String id, String reason) implements Command {

        /** The event that says so. */
        public byte[] failed(Instant now) {
            return event(now, "command.failed", attributes(id).put("reason", reason));
        }
    }

    /** The event that says it is done. */
    default byte[] done(Instant now) {
        return event(now, "command.done", attributes(id()));
    }

    private static ObjectNode attributes(String id) {
        return JsonNodeFactory.instance.objectNode().put("id", id);
    }

    private static byte[] event(Instant now, String type, ObjectNode attributes) {
        ObjectNode root = JsonNodeFactory.instance.objectNode().put("v", 1).put("ts", now.toEpochMilli())
                .put("type", type);
        root.set("attrs", attributes);
        root.putArray("q").add("SIMULATED");
        return root.toString().getBytes(StandardCharsets.UTF_8);
    }
}
