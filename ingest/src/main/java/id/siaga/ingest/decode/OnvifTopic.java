package id.siaga.ingest.decode;

import java.util.List;

/**
 * {@code PREFIX/onvif-ej/Door/State/DoorMode/&door-1}: the prefix is the device's own and may have levels, the path is
 * the event's without the ONVIF namespace, the rest repeats the source.
 */
record OnvifTopic(String prefix, String payload, List<String> path) {

    private static final String EVENTS = "onvif-ej";
    private static final String METADATA = "onvif-mj";

    static OnvifTopic of(String topic) throws Refused {
        List<String> levels = TopicPattern.split(topic);
        int at = Math.max(levels.indexOf(EVENTS), levels.indexOf(METADATA));
        if (at < 1) {
            throw Refused.shape("topic: neither onvif-ej nor onvif-mj below a prefix");
        }
        List<String> path = levels.subList(at + 1, levels.size()).stream().takeWhile(level -> !level.startsWith("&"))
                .map(OnvifTopic::withoutNamespace).toList();
        return new OnvifTopic(String.join("/", levels.subList(0, at)), levels.get(at), path);
    }

    boolean metadata() {
        return payload.equals(METADATA);
    }

    String first() {
        return level(0);
    }

    /** A level of the path, or empty beyond its end. */
    String level(int number) {
        return number < path.size() ? path.get(number) : "";
    }

    private static String withoutNamespace(String level) {
        return level.startsWith("tns1:") ? level.substring("tns1:".length()) : level;
    }
}
