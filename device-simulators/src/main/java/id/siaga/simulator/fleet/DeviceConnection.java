package id.siaga.simulator.fleet;

import id.siaga.simulator.device.Moment;
import id.siaga.simulator.device.Profile;
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

    private static final int UNACKNOWLEDGED_MOST = 500;
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

    private @Nullable MqttClient client;
    private @Nullable Promise<Void> farewell;
    private long timer = -1;
    private long retryMs = FIRST_RETRY_MS;

    DeviceConnection(Vertx vertx, Endpoint endpoint, Enrolled enrolled, InstantSource clock, Instant start,
            Tally tally) {
        this.vertx = vertx;
        this.endpoint = endpoint;
        this.enrolled = enrolled;
        this.profile = enrolled.device().profile();
        this.clock = clock;
        this.start = start;
        this.tally = tally;
    }

    void open() {
        if (farewell != null) {
            return;
        }
        MqttClient session = MqttClient.create(vertx, options());
        session.publishCompletionHandler(id -> tally.acknowledged.increment());
        session.connect(endpoint.port(), endpoint.host()).onComplete(ack -> online(session), refused -> refused());
    }

    /** Says farewell, waits for its acknowledgement a little, then disconnects. */
    Future<Void> close() {
        Promise<Void> said = Promise.promise();
        farewell = said;
        vertx.cancelTimer(timer);
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
        publish(session, "status", Status.online(now(), start, profile.interval()), true);
        schedule(now());
    }

    private void lost() {
        client = null;
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
        vertx.cancelTimer(timer);
        // each device's own phase spreads the fleet, so that a restarted broker is not stormed
        timer = vertx.setTimer(retryMs + enrolled.device().phase().toMillis() % retryMs, due -> open());
        retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
    }

    private void schedule(Instant after) {
        Instant due = enrolled.device().nextReport(new Moment(start, after));
        timer = vertx.setTimer(Math.max(1, Duration.between(now(), due).toMillis()), fired -> report(due));
    }

    private void report(Instant due) {
        MqttClient session = client;
        if (session == null || farewell != null) {
            return;
        }
        Instant now = now();
        for (byte[] payload : enrolled.device().transmit(new Moment(start, now))) {
            publish(session, "telemetry", payload, false);
        }
        // a timer may fire a millisecond early, and must not report the same interval twice
        schedule(now.isAfter(due) ? now : due);
    }

    private Future<Integer> publish(MqttClient session, String leaf, byte[] payload, boolean retain) {
        Future<Integer> written = session.publish(profile.topic(leaf), Buffer.buffer(payload), MqttQoS.AT_LEAST_ONCE,
                false, retain);
        return written.onComplete(id -> tally.sent.increment(), failure -> tally.unsent.increment());
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
