package id.siaga.ingest.lane;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;

import org.jspecify.annotations.Nullable;

import id.siaga.ingest.decode.Decoded;
import id.siaga.ingest.decode.Decoders;
import id.siaga.ingest.decode.Route;
import id.siaga.ingest.decode.Routes;
import id.siaga.ingest.lane.Stages.Stage;
import id.siaga.ingest.mqtt.Ack;
import id.siaga.ingest.mqtt.Intake;
import id.siaga.ingest.telemetry.Kind;
import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Reject;
import io.micrometer.core.instrument.MeterRegistry;

/** Decodes on the door's thread and sends each device's messages down its own lane, so that they keep their order. */
public final class Lanes implements Intake, AutoCloseable {

    private final Routes routes;
    private final Function<String, Kind> kinds;
    private final Stages stages;
    private final List<Lane> lanes = new ArrayList<>();

    /**
     * @param kinds what the registry calls a device, for the metrics
     * @param commits makes the transaction of lane n; each lane owns its own
     */
    public Lanes(Routes routes, Function<String, Kind> kinds, LaneConfig config,
            IntFunction<Commit> commits, Stages stages, MeterRegistry meters) {
        this.routes = routes;
        this.kinds = kinds;
        this.stages = stages;
        LaneMetrics metrics = new LaneMetrics(meters, stages);
        for (int i = 0; i < config.lanes(); i++) {
            lanes.add(new Lane(i, config, commits.apply(i), metrics));
        }
    }

    public void start() {
        lanes.forEach(Lane::start);
    }

    @Override
    public boolean ready() {
        for (Lane lane : lanes) {
            if (!lane.ready()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void accept(String principal, Message message, Ack ack) {
        long begun = System.nanoTime();
        Optional<Route> route = routes.match(message.topic(), message.contentType());
        Decoded decoded = route.map(found -> decode(message, found))
                .orElseGet(() -> new Decoded.Rejected(Reject.NO_ROUTE, "topic: no route knows it"));
        stages.spent(Stage.DECODE, begun);
        switch (decoded) {
            case Decoded.Single single -> put(principal, route, message, single, ack);
            case Decoded.Several(List<Decoded.Report> reports) -> {
                Ack part = new JoinedAck(reports.size(), ack);
                reports.forEach(report -> put(principal, route, message, report, part));
            }
        }
    }

    @Override
    public void refuse(String principal, Message message, Reject reason, String detail, Ack ack) {
        put(principal, routes.match(message.topic(), message.contentType()), message,
                new Decoded.Rejected(reason, detail), ack);
    }

    private void put(String principal, Optional<Route> route, Message message, Decoded.Single decoded, Ack ack) {
        Decoded.@Nullable Report report = decoded instanceof Decoded.Report each ? each : null;
        String key = report == null ? message.topic() : report.deviceId();
        byte[] kept = report == null ? null : report.kept();
        Kind kind = route.map(found -> kind(key, found)).orElse(Kind.UNKNOWN);
        lane(key).put(new Parcel(principal, kind, route.map(Route::format).orElse(""),
                kept == null ? message : message.keeping(kept), decoded, ack));
    }

    private Decoded decode(Message message, Route route) {
        try {
            return Decoders.named(route.format()).decode(message, route);
        } catch (RuntimeException | StackOverflowError e) {
            // The words of an exception may quote the payload.
            Object fault = Decoders.personal(route.format()) ? e.getClass().getName() : e;
            return new Decoded.Rejected(Reject.INTERNAL, route.format() + " decoder failed: " + fault);
        }
    }

    /** What the registry says, else what the topic claims. */
    private Kind kind(String deviceId, Route route) {
        Kind registered = kinds.apply(deviceId);
        return registered != Kind.UNKNOWN ? registered : Kind.ofWord(route.capture("kind")).orElse(Kind.UNKNOWN);
    }

    private Lane lane(String key) {
        return lanes.get(Math.floorMod(key.hashCode(), lanes.size()));
    }

    @Override
    public void close() {
        lanes.forEach(Lane::close);
    }
}
