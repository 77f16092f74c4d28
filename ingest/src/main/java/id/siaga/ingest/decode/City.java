package id.siaga.ingest.decode;

import com.fasterxml.jackson.databind.JsonNode;

import id.siaga.ingest.telemetry.Flag;
import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Reject;

/** What the three native payloads have in common: size, version, and the device that the topic names. */
final class City {

    static final int LIMIT = 64 * 1024;
    static final int VERSION = 1;
    private static final int ID_CHARS = 64;

    private City() {
    }

    static String device(Route route) throws Refused {
        String device = route.capture("device");
        if (device.isEmpty() || device.length() > ID_CHARS || !device.chars().allMatch(City::idCharacter)) {
            throw Refused.shape("topic: the device id is not 1 to 64 of A-Z a-z 0-9 . _ : -");
        }
        return device;
    }

    /** The version is required here: many formats have a {@code state} or a {@code type}, and none has a version. */
    static JsonNode envelope(Message message, String device) throws Refused {
        JsonNode root = Json.object(message.payload(), LIMIT);
        Long version = Json.whole(root, "v");
        if (version == null) {
            throw Refused.shape("v is missing");
        }
        checkVersion(version);
        checkDevice(Json.text(root.get("device")).orElse(device), device);
        return root;
    }

    static void checkVersion(long version) throws Refused {
        if (version != VERSION) {
            throw new Refused(Reject.VERSION, "v is " + version + ", this reads " + VERSION);
        }
    }

    static void checkDevice(String claimed, String device) throws Refused {
        if (!claimed.equals(device)) {
            throw new Refused(Reject.ID_MISMATCH, "device is '" + claimed + "', the topic says '" + device + "'");
        }
    }

    /** Simulators announce themselves by an MQTT 5 User Property. */
    static int simulated(Message message) {
        return "true".equals(message.userProperties().get("sim")) ? Flag.SIMULATED.bit() : 0;
    }

    private static boolean idCharacter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
                || "._:-".indexOf(c) >= 0;
    }
}
