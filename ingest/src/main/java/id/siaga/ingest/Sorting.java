package id.siaga.ingest;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import id.siaga.ingest.decode.Decoded;
import id.siaga.ingest.lane.Parcel;
import id.siaga.ingest.registry.Calibration;
import id.siaga.ingest.registry.Device;
import id.siaga.ingest.registry.Permission;
import id.siaga.ingest.registry.Registry;
import id.siaga.ingest.store.Entry;
import id.siaga.ingest.store.MessageIds;
import id.siaga.ingest.telemetry.Reject;

/** Tells what of a batch is stored and what is put aside, by what the registry knows. One per lane, on its thread. */
final class Sorting {

    private static final Duration ECHO_WITHIN = Duration.ofSeconds(60);
    private static final int ECHOES_AT_MOST = 20_000;

    private final Registry registry;
    private final Permission permission;
    private final MessageIds ids;
    private final Echoes echoes = new Echoes(ECHO_WITHIN, ECHOES_AT_MOST);

    Sorting(Registry registry, MessageIds ids) {
        this.registry = registry;
        this.permission = new Permission(registry);
        this.ids = ids;
    }

    Sorted sort(List<Parcel> batch) throws SQLException {
        echoes.begin();
        Sorted sorted = Sorted.of(batch);
        for (Parcel parcel : batch) {
            sorted.entryOf().add(sort(parcel, sorted));
        }
        return sorted;
    }

    /** The batch sorted last was committed. */
    void committed() {
        echoes.committed();
    }

    private @Nullable Entry sort(Parcel parcel, Sorted sorted) throws SQLException {
        return switch (parcel.decoded()) {
            case Decoded.Ignored ignored -> null;
            case Decoded.Rejected(Reject reason, String detail) -> {
                sorted.refuse(parcel, reason, detail);
                yield null;
            }
            case Decoded.Report report -> sort(parcel, report, sorted);
        };
    }

    private @Nullable Entry sort(Parcel parcel, Decoded.Report report, Sorted sorted) throws SQLException {
        // The door looked at the topic; this looks at what the payload turned out to speak of.
        if (!permission.maySpeak(parcel.principal(), registry.deviceId(report.deviceId()))) {
            sorted.refuse(parcel, Reject.NOT_PERMITTED,
                    "device: " + parcel.principal() + " may not speak for " + report.deviceId());
            return null;
        }
        Optional<Device> device = device(parcel, report);
        if (device.isEmpty()) {
            sorted.refuse(parcel, Reject.UNKNOWN_DEVICE,
                    "device: " + report.deviceId() + " is not registered, or retired");
            return null;
        }
        Entry entry = entry(parcel, report, device.get());
        if (echoes.repeats(report, parcel.message().receivedAt())) {
            sorted.echoes().add(entry.messageId());
        } else {
            sorted.entries().add(entry);
        }
        return entry;
    }

    private Optional<Device> device(Parcel parcel, Decoded.Report report) throws SQLException {
        Optional<Device> device = registry.find(report.deviceId());
        return device.isPresent()
                ? device.filter(each -> each.status() != Device.Status.RETIRED)
                : registry.enrol(report.deviceId(), parcel.kind());
    }

    private Entry entry(Parcel parcel, Decoded.Report report, Device device) {
        return Entry.of(ids.next(parcel.message().receivedAt()), device, parcel.message(), parcel.format(), report,
                sample -> Calibration.apply(device, registry.mounting(device, sample.observedAt()), sample));
    }
}
