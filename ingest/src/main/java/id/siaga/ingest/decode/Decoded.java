package id.siaga.ingest.decode;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import id.siaga.ingest.telemetry.DeviceEvent;
import id.siaga.ingest.telemetry.Presence;
import id.siaga.ingest.telemetry.Reject;
import id.siaga.ingest.telemetry.Sample;

/** What a publication meant. */
public sealed interface Decoded {

    /** What concerns one device, or none. */
    sealed interface Single extends Decoded {
    }

    /**
     * It spoke of a device.
     *
     * @param deviceId as the sender or its network writes it; the registry knows whose it is
     * @param sequence the sender's message counter (native {@code seq}, LoRaWAN {@code fCnt})
     * @param dedupKey an id unique to the message, when the format has one
     * @param kept what is stored in place of the payload, which never reaches a table then: without personal data, or
     *        this device's part of a message of several; it decodes to the same report. Null stores the payload as it
     *        came
     * @param about what the device says of itself: {@code firmware}, {@code hardware}, {@code model}
     */
    record Report(String deviceId, @Nullable Long sequence, @Nullable String dedupKey, List<Sample> samples,
            List<DeviceEvent> events, @Nullable Presence presence, byte @Nullable [] kept, Map<String, String> about)
            implements
                Single {

        public Report(String deviceId, @Nullable Long sequence, @Nullable String dedupKey, List<Sample> samples,
                List<DeviceEvent> events, @Nullable Presence presence) {
            this(deviceId, sequence, dedupKey, samples, events, presence, null, Map.of());
        }

        public Report(String deviceId, @Nullable Long sequence, @Nullable String dedupKey, List<Sample> samples,
                List<DeviceEvent> events, @Nullable Presence presence, byte @Nullable [] kept) {
            this(deviceId, sequence, dedupKey, samples, events, presence, kept, Map.of());
        }

        public Report keeping(byte[] bytes) {
            return new Report(deviceId, sequence, dedupKey, samples, events, presence, bytes, about);
        }

        public Report telling(Map<String, String> facts) {
            return new Report(deviceId, sequence, dedupKey, samples, events, presence, kept, facts);
        }
    }

    /**
     * It spoke of several devices, 1…{@value #MOST}. Each report is stored on its own and keeps its own part of the
     * payload; the sender is answered when all of them are safe.
     */
    record Several(List<Report> reports) implements Decoded {

        public static final int MOST = 500;

        public Several {
            if (reports.isEmpty() || reports.size() > MOST) {
                throw new IllegalArgumentException(reports.size() + " reports, must be 1…" + MOST);
            }
        }
    }

    /** Known and of no interest (a configuration, a downlink acknowledgement). Acknowledged and counted. */
    record Ignored(String why) implements Single {
    }

    /** Not usable: goes to quarantine. {@code detail} names the field and the fault, for a person. */
    record Rejected(Reject reason, String detail) implements Single {
    }
}
