package id.siaga.ingest.mqtt;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

import id.siaga.ingest.registry.Device;
import id.siaga.ingest.telemetry.Message;

/** What is said for a device that left no will and is silent beyond its keep-alive. */
final class Epitaph {

    private static final byte[] DEAD = "{\"v\":1,\"state\":\"offline\",\"cause\":\"death\"}"
            .getBytes(StandardCharsets.UTF_8);

    private Epitaph() {
    }

    /** On the device's own status topic, as it would have said it. */
    static Message of(Device device) {
        return Message.of("city/" + device.kind().word() + "/" + device.deviceId() + "/status", DEAD, Instant.now());
    }
}
