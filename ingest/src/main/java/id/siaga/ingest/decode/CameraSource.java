package id.siaga.ingest.decode;

import java.util.Set;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Which part of a camera or door controller an event is about: tokens by the names that ONVIF (Core, Imaging, Device IO,
 * Recording, Door Control, Access Control, Analytics) and Axis give them. A token of another name may be a card.
 */
final class CameraSource {

    private static final Set<String> TOKENS = Set.of("Token", "Source", "VideoSource", "VideoSourceToken",
            "VideoSourceConfigurationToken", "VideoAnalyticsConfigurationToken", "AnalyticsConfiguration", "Rule",
            "AudioSourceToken", "AudioSourceConfigurationToken", "DoorToken", "AccessPointToken", "SensorID",
            "SensorToken", "InputToken", "RelayToken", "RelayInputToken", "RecordingToken", "RecordingJobToken",
            "TrackToken", "PTZConfigurationToken", "channel", "device", "disk_id", "port", "sensor");

    static final Keep KEPT = KeptMembers.none().all(TOKENS, Keep.TEXT);

    private CameraSource() {
    }

    /** The tokens, joined: which door, which video input. */
    static String component(JsonNode kept) {
        return Members.brief(kept.valueStream().map(JsonNode::asText).collect(Collectors.joining("/")));
    }
}
