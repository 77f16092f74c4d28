package id.siaga.ingest.decode;

import java.util.Map;
import java.util.Optional;

/** What cameras of every make call their faults, by the last words of an event's topic, and the metric each means. */
enum CameraHealth {
    /** The metric says what the event says. */
    SAME,
    /** The event tells a failure, the metric that all is well. */
    OPPOSITE;

    /** @param metric true or false in the catalogue's sense */
    record Meaning(String metric, CameraHealth sense) {

        boolean value(boolean state) {
            return (sense == SAME) == state;
        }
    }

    private static final Map<String, Meaning> MEANINGS = Map.ofEntries(
            Map.entry("StorageFailure", new Meaning("storage.ok", OPPOSITE)),
            Map.entry("Disruption", new Meaning("storage.ok", OPPOSITE)),
            Map.entry("FanFailure", new Meaning("fan.ok", OPPOSITE)),
            Map.entry("PowerSupplyFailure", new Meaning("psu.ok", OPPOSITE)),
            Map.entry("TemperatureCritical", new Meaning("device.overheated", SAME)),
            Map.entry("SignalLoss", new Meaning("cctv.signal_loss", SAME)),
            Map.entry("GlobalSceneChange", new Meaning("cctv.scene_change", SAME)),
            Map.entry("ImageTooBlurry", new Meaning("cctv.blur", SAME)),
            Map.entry("ImageTooDark", new Meaning("cctv.black", SAME)),
            Map.entry("ImageTooBright", new Meaning("cctv.bright", SAME)),
            Map.entry("Tampering", new Meaning("device.tamper", SAME)));

    static Optional<Meaning> of(String word) {
        return Optional.ofNullable(MEANINGS.get(word));
    }
}
