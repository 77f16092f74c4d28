package id.siaga.simulator.device;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/** The retained payloads of the status topic: a birth, a farewell, and the will the broker speaks for the device. */
public final class Status {

    private Status() {
    }

    /** The birth: online since {@code boot}, reporting every {@code interval}. */
    public static byte[] online(Instant now, Instant boot, Duration interval) {
        return bytes(root("online").put("ts", now.toEpochMilli()).put("boot", boot.toEpochMilli()).put("interval",
                Math.max(1, interval.toSeconds())));
    }

    /** The farewell before a planned disconnect. */
    public static byte[] offline(Instant now) {
        return bytes(root("offline").put("ts", now.toEpochMilli()).put("cause", "clean"));
    }

    /** The will. It carries no time: it is written at connect and spoken at an unknown later moment. */
    public static byte[] will() {
        return bytes(root("offline").put("cause", "will"));
    }

    private static ObjectNode root(String state) {
        ObjectNode root = JsonNodeFactory.instance.objectNode().put("v", 1).put("state", state);
        root.putArray("q").add("SIMULATED");
        return root;
    }

    private static byte[] bytes(ObjectNode root) {
        return root.toString().getBytes(StandardCharsets.UTF_8);
    }
}
