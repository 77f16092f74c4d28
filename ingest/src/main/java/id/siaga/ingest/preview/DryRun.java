package id.siaga.ingest.preview;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import id.siaga.ingest.decode.Decoded;
import id.siaga.ingest.decode.Decoders;
import id.siaga.ingest.decode.Route;
import id.siaga.ingest.decode.Routes;
import id.siaga.ingest.preview.Preview.Clock;
import id.siaga.ingest.preview.Preview.Fate;
import id.siaga.ingest.preview.Preview.KnownDevice;
import id.siaga.ingest.preview.Preview.Outcome;
import id.siaga.ingest.preview.Preview.Part;
import id.siaga.ingest.registry.Calibration;
import id.siaga.ingest.registry.Device;
import id.siaga.ingest.registry.Permission;
import id.siaga.ingest.registry.Registry;
import id.siaga.ingest.registry.Registry.Enrolment;
import id.siaga.ingest.store.Entry;
import id.siaga.ingest.telemetry.Flag;
import id.siaga.ingest.telemetry.Kind;
import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Reject;

/** Asks what a message would become; nothing is stored, counted, judged by a rule or told to anybody. */
public final class DryRun {

    private final DataSource source;
    private final Routes routes;
    private final Rehearsal rehearsal;

    public DryRun(DataSource source, Routes routes) {
        this.source = source;
        this.routes = routes;
        this.rehearsal = new Rehearsal(source);
    }

    /**
     * What would become of it.
     *
     * @param message its time of receipt is a whole number of microseconds
     * @param sender the device that would send it, or empty for a trusted broker
     */
    public Preview of(Message message, String sender) throws SQLException {
        Optional<Route> route = routes.match(message.topic(), message.contentType());
        if (route.isEmpty()) {
            return new Preview(null, Fate.refused(Reject.NO_ROUTE, "topic: no route knows it"), List.of());
        }
        return switch (decode(message, route.get())) {
            case Decoded.Rejected(Reject reason, String detail) ->
                new Preview(route.get(), Fate.refused(reason, detail), List.of());
            case Decoded.Ignored(String why) ->
                new Preview(route.get(), new Fate(Outcome.IGNORED, null, why), List.of());
            case Decoded.Report report -> preview(route.get(), message, sender, List.of(report));
            case Decoded.Several(List<Decoded.Report> reports) -> preview(route.get(), message, sender, reports);
        };
    }

    private static Decoded decode(Message message, Route route) {
        try {
            return Decoders.named(route.format()).decode(message, route);
        } catch (RuntimeException | StackOverflowError e) {
            return new Decoded.Rejected(Reject.INTERNAL, route.format() + " decoder failed: " + e);
        }
    }

    private Preview preview(Route route, Message message, String sender, List<Decoded.Report> reports)
            throws SQLException {
        // Asked anew each time: whoever tries out a device has often just registered it.
        Registry registry = new Registry(source, Enrolment.CLOSED);
        List<Part> parts = new ArrayList<>();
        for (Decoded.Report report : reports) {
            parts.add(part(route, message, sender, report, registry));
        }
        return new Preview(route, worst(parts), parts);
    }

    private static Fate worst(List<Part> parts) {
        return parts.stream().map(Part::fate).reduce((a, b) -> a.outcome().compareTo(b.outcome()) >= 0 ? a : b)
                .orElse(Fate.STORED);
    }

    private Part part(Route route, Message message, String sender, Decoded.Report report, Registry registry)
            throws SQLException {
        Optional<Device> found = registry.find(report.deviceId());
        Device device = found.orElseGet(() -> stranger(report.deviceId(), route));
        byte[] kept = report.kept();
        Entry entry = Entry.of(Rehearsal.MESSAGE_ID, device, kept == null ? message : message.keeping(kept),
                route.format(), report,
                each -> Calibration.apply(device, registry.mounting(device, each.observedAt()), each));
        Rehearsal.Result result = rehearsal.of(entry);
        Fate fate = refusal(sender, report, found.orElse(null), registry).orElseGet(() -> fate(result));
        return new Part(report.deviceId(), found.map(DryRun::known).orElse(null), device.kind(), fate,
                report.sequence(), report.dedupKey(), report.presence(),
                entry.samples().stream().map(
                        each -> new Clock(each.observedAt(), each.timeSource(), Flag.setOf(each.flags()))).toList(),
                result.rows(), result.evidence());
    }

    private static Optional<Fate> refusal(String sender, Decoded.Report report, @Nullable Device device,
            Registry registry) throws SQLException {
        String id = report.deviceId();
        if (!new Permission(registry).maySpeak(sender, id)) {
            return Optional
                    .of(Fate.refused(Reject.NOT_PERMITTED, "device: " + sender + " may not speak for " + id));
        }
        return device == null || device.status() == Device.Status.RETIRED
                ? Optional.of(
                        Fate.refused(Reject.UNKNOWN_DEVICE, "device: " + id + " is not registered, or retired"))
                : Optional.empty();
    }

    private static Fate fate(Rehearsal.Result result) {
        if (!result.repeats().conflicts().isEmpty()) {
            return Fate.refused(Reject.CONFLICT, "ts: another message with the same device time was stored first");
        }
        return result.repeats().isEmpty() ? Fate.STORED : Fate.DUPLICATE;
    }

    /** Whom nobody registered, as its topic calls it. */
    private static Device stranger(String deviceId, Route route) {
        Kind kind = Kind.ofWord(route.capture("kind")).orElse(Kind.UNKNOWN);
        return new Device(deviceId, kind, deviceId, Device.Status.UNCLAIMED, null, null, null, null, null, null,
                null);
    }

    private static KnownDevice known(Device device) {
        return new KnownDevice(device.deviceId(), device.name(), device.status().name().toLowerCase(Locale.ROOT));
    }
}
