package id.siaga.ingest.decode;

import java.util.List;

import org.jspecify.annotations.Nullable;

import id.siaga.ingest.telemetry.DeviceEvent;
import id.siaga.ingest.telemetry.Presence;
import id.siaga.ingest.telemetry.Reject;
import id.siaga.ingest.telemetry.Sample;

/** What a publication meant. */
public sealed interface Decoded {

    /**
     * It spoke of a device.
     *
     * @param sequence the sender's message counter (native {@code seq}, LoRaWAN {@code fCnt})
     * @param dedupKey an id unique to the message, when the format has one
     */
    record Report(String deviceId, @Nullable Long sequence, @Nullable String dedupKey, List<Sample> samples,
            List<DeviceEvent> events, @Nullable Presence presence) implements Decoded {
    }

    /** Known and of no interest (a configuration, a downlink acknowledgement). Acknowledged and counted. */
    record Ignored(String why) implements Decoded {
    }

    /** Not usable: goes to quarantine. {@code detail} names the field and the fault, for a person. */
    record Rejected(Reject reason, String detail) implements Decoded {
    }
}
