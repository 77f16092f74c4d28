package id.siaga.ingest.decode;

import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * {@code spBv1.0/GROUP/TYPE/NODE[/DEVICE]}.
 *
 * @param device the device behind the edge node, or empty for the node itself
 */
record SparkplugTopic(String group, Type type, String node, String device) {

    private static final String NAMESPACE = "spBv1.0";
    private static final int NODE_LEVELS = 4;

    enum Type {
        NBIRTH, NDATA, NDEATH, NCMD, DBIRTH, DDATA, DDEATH, DCMD;

        boolean ofDevice() {
            return name().startsWith("D");
        }
    }

    static SparkplugTopic of(String topic) throws Refused {
        List<String> levels = TopicPattern.split(topic);
        Type type = levels.size() >= NODE_LEVELS && levels.get(0).equals(NAMESPACE) ? type(levels.get(2)) : null;
        if (type == null || levels.contains("") || levels.size() != NODE_LEVELS + (type.ofDevice() ? 1 : 0)) {
            throw Refused.shape("topic: not spBv1.0/GROUP/TYPE/NODE or, for a device, …/DEVICE");
        }
        return new SparkplugTopic(levels.get(1), type, levels.get(3), type.ofDevice() ? levels.get(4) : "");
    }

    /** A host application's own state, retained as JSON. */
    static boolean isHostState(String topic) {
        return topic.startsWith(NAMESPACE + "/STATE/");
    }

    /** The edge node's id: names are unique within a group only. */
    String nodeId() {
        return group + "/" + node;
    }

    /** The id of whom the message speaks of. */
    String deviceId() {
        return device.isEmpty() ? nodeId() : nodeId() + "/" + device;
    }

    private static @Nullable Type type(String word) {
        return Arrays.stream(Type.values()).filter(type -> type.name().equals(word)).findFirst().orElse(null);
    }
}
