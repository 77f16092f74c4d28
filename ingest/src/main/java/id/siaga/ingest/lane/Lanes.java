package id.siaga.ingest.lane;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

import org.jspecify.annotations.Nullable;

import id.siaga.ingest.decode.Decoded;
import id.siaga.ingest.decode.Route;
import id.siaga.ingest.lane.Stages.Stage;
import id.siaga.ingest.mqtt.Ack;
import id.siaga.ingest.mqtt.Intake;
import id.siaga.ingest.telemetry.Kind;
import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Reject;
import io.micrometer.core.instrument.MeterRegistry;

/** Decodes on the door's thread and sends each device's messages down its own lane, so that they keep their order. */
public final class Lanes implements Intake, AutoCloseable {

    private final Interpreter interpreter;
    private final Stages stages;
    private final List<Lane> lanes = new ArrayList<>();

    /** @param commits makes the transaction of lane n; each lane owns its own */
    public Lanes(Interpreter interpreter, LaneConfig config, IntFunction<Commit> commits, Stages stages,
            MeterRegistry meters) {
        this.interpreter = interpreter;
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
    public void accept(String principal, Message received, Ack ack) {
        long begun = System.nanoTime();
        Message message = interpreter.withoutSecret(received);
        Optional<Route> route = interpreter.route(message);
        Decoded decoded = interpreter.decode(message, route);
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
    public void refuse(String principal, Message received, Reject reason, String detail, Ack ack) {
        Message message = interpreter.withoutSecret(received);
        put(principal, interpreter.route(message), message, new Decoded.Rejected(reason, detail), ack);
    }

    private void put(String principal, Optional<Route> route, Message message, Decoded.Single decoded, Ack ack) {
        Decoded.@Nullable Report report = decoded instanceof Decoded.Report each ? each : null;
        String key = report == null ? message.topic() : report.deviceId();
        byte[] kept = report == null ? null : report.kept();
        Kind kind = route.map(found -> interpreter.kind(key, found)).orElse(Kind.UNKNOWN);
        lane(interpreter.names().apply(key)).put(new Parcel(principal, kind, route.map(Route::format).orElse(""),
                kept == null ? message : message.keeping(kept), decoded, ack));
    }

    private Lane lane(String key) {
        return lanes.get(Math.floorMod(key.hashCode(), lanes.size()));
    }

    @Override
    public void close() {
        lanes.forEach(Lane::close);
    }
}
