package id.siaga.simulator.fleet;

import id.siaga.simulator.device.Command;
import id.siaga.simulator.device.Commands;
import id.siaga.simulator.device.Moment;
import id.siaga.simulator.device.Profile;
import id.siaga.simulator.device.SimulatedDevice;
import id.siaga.simulator.device.Status;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.MqttClientOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** One device's MQTT session: birth, reports, farewell, and a new attempt after every loss. One event loop only. */
final class DeviceConnection {

    private static final int UNACKNOWLEDGED_MOST = 200;
    private static final int WINDOW = UNACKNOWLEDGED_MOST / 2;
    private static final int MEMORY = 1_000;
    private static final int CONNECT_TIMEOUT_MS = 10_000;
    private static final long FIRST_RETRY_MS = 500;
    private static final long LAST_RETRY_MS = 15_000;
    private static final Duration FAREWELL_WAIT = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final Endpoint endpoint;
    private final Enrolled enrolled;
    private final Profile profile;
    private final InstantSource clock;
    private final Instant start;
    private final Tally tally;
    private final Commands commands = new Commands();
    private final Backlog backlog = new Backlog(WINDOW, MEMORY);

    private @Nullable MqttClient client;
    private @Nullable Promise<Void> farewell;
    private long retryTimer = -1;
    private long reportTimer = -1;
    private SimulatedDevice device;
    private Instant boot;
    private long retryMs = FIRST_RETRY_MS;

    DeviceConnection(Vertx vertx, Endpoint endpoint, Enrolled enrolled, InstantSource clock, Instant start,
            Tally tally) {
        this.vertx = vertx;
        this.endpoint = endpoint;
        this.enrolled = enrolled;
        this.device = enrolled.device();
        this.profile = device.profile();
        this.clock = clock;
        this.start = start;
        this.boot = start;
        this.tally = tally;
    }

    void open() {
        schedule(now());
        connect();
    }

    private void connect() {
        if (farewell != null) {
            return;
        }
        MqttClient session = MqttClient.create(vertx, options());
        session.publishCompletionHandler(id -> acknowledged(session, id));
        session.connect(endpoint.port(), endpoint.host()).onComplete(ack -> online(session), refused -> refused());
    }

    /** Says farewell, waits for its acknowledgement a little, then disconnects. */
    Future<Void> close() {
        Promise<Void> said = Promise.promise();
        farewell = said;
        vertx.cancelTimer(retryTimer);
        vertx.cancelTimer(reportTimer);
        MqttClient session = client;
        if (session == null) {
            return Future.succeededFuture();
        }
        session.publishCompletionHandler(id -> {
            tally.acknowledged.increment();
            said.tryComplete();
        });
        publish(session, "status", Status.offline(now()), true).onFailure(lost -> said.tryComplete());
        vertx.setTimer(FAREWELL_WAIT.toMillis(), late -> said.tryComplete());
        return said.future().transform(done -> session.disconnect());
    }

    private void online(MqttClient session) {
        client = session;
        retryMs = FIRST_RETRY_MS;
        tally.connects.increment();
        tally.online.increment();
        session.closeHandler(gone -> lost());
        session.publishHandler(message -> obey(session, message.payload().getBytes()));
        session.subscribe(profile.topic("cmd"), MqttQoS.AT_LEAST_ONCE.value());
        birth(session);
        for (int i = 0; i < WINDOW; i++) {
            sendNext(session);
        }
    }

    private void birth(MqttClient session) {
        publish(session, "status", Status.online(now(), boot, device.profile().interval()), true);
    }

    private void obey(MqttClient session, byte[] payload) {
        switch (commands.read(payload)) {
            case Command.Interval change -> {
                device = device.every(change.interval(), new Moment(start, now()));
                vertx.cancelTimer(reportTimer);
                schedule(now());
                birth(session);
                publish(session, "event", change.done(now()), false);
            }
            case Command.Reboot reboot -> {
                boot = now();
                publish(session, "event", reboot.done(now()), false).onComplete(said -> session.disconnect());
            }
            case Command.Repeated again -> publish(session, "event", again.done(now()), false);
            case Command.Unknown strange -> publish(session, "event", strange.failed(now()), false);
        }
    }

    private void acknowledged(MqttClient session, int packetId) {
        tally.acknowledged.increment();
        backlog.acknowledged(packetId);
        sendNext(session);
    }

    private void sendNext(MqttClient session) {
        byte[] report = backlog.hasWindow() ? backlog.next() : null;
        if (report != null) {
            send(session, report);
        }
    }

    private void lost() {
        client = null;
        backlog.rewind();
        tally.online.decrement();
        Promise<Void> leaving = farewell;
        if (leaving != null) {
            leaving.tryComplete();
            return;
        }
        retry();
    }

    private void refused() {
        tally.connectFailures.increment();
        if (farewell == null) {
            retry();
        }
    }

    private void retry() {
        // each device's own phase spreads the fleet, so that a restarted broker is not stormed
        retryTimer = vertx.setTimer(retryMs + device.phase().toMillis() % retryMs, due -> connect());
        retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
    }

    private void schedule(Instant after) {
        Instant due = device.nextReport(new Moment(start, after));
        reportTimer = vertx.setTimer(Math.max(1, Duration.between(now(), due).toMillis()), fired -> report(due));
    }

    private void report(Instant due) {
        Instant now = now();
        for (byte[] payload : device.transmit(new Moment(start, now))) {
            sendOrKeep(payload);
        }
        // a timer may fire a millisecond early, and must not report the same interval twice
        schedule(now.isAfter(due) ? now : due);
    }

    private void sendOrKeep(byte[] report) {
        MqttClient session = client;
        if (session != null && backlog.hasWindow()) {
            send(session, report);
        } else {
            tally.unsent.add(backlog.keep(report));
        }
    }

    private void send(MqttClient session, byte[] report) {
        publish(session, "telemetry", report, false).onSuccess(id -> backlog.sent(id, report))
                .onFailure(broken -> tally.unsent.add(backlog.keep(report)));
    }

    private Future<Integer> publish(MqttClient session, String leaf, byte[] payload, boolean retain) {
        Future<Integer> written = session.publish(profile.topic(leaf), Buffer.buffer(payload), MqttQoS.AT_LEAST_ONCE,
                false, retain);
        return written.onSuccess(id -> tally.sent.increment());
    }

    private MqttClientOptions options() {
        MqttClientOptions options = new MqttClientOptions().setClientId(profile.deviceId())
                .setUsername(profile.deviceId()).setPassword(enrolled.secret()).setCleanSession(true)
                .setMaxInflightQueue(UNACKNOWLEDGED_MOST).setWillFlag(true).setWillTopic(profile.topic("status"))
                .setWillMessageBytes(Buffer.buffer(Status.will())).setWillQoS(MqttQoS.AT_LEAST_ONCE.value())
                .setWillRetain(true);
        options.setConnectTimeout(CONNECT_TIMEOUT_MS);
        return options;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
