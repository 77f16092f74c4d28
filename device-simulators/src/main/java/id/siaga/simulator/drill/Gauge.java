package id.siaga.simulator.drill;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;

import id.siaga.simulator.fleet.Endpoint;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.MqttClientOptions;

/**
 * A flood gauge that says each of its messages at QoS 1 until it is answered, over as many connections as that takes,
 * and keeps them, behind a broker, until a receipt covers them. Belongs to one event loop.
 */
final class Gauge {

    private static final int WINDOW = 50;
    private static final int CONNECT_WITHIN_MS = 15_000;
    private static final long FIRST_PAUSE_MS = 100;
    private static final long LONGEST_PAUSE_MS = 2_000;

    private final Vertx vertx;
    private final Identity who;
    private final Endpoint endpoint;
    private final Confirmation confirmation;
    private final Timetable timetable;
    private final Progress progress;
    private final Outbox outbox = new Outbox(WINDOW);
    private @Nullable MqttClient client;
    private int attempts;
    private long pauseMs = FIRST_PAUSE_MS;
    private boolean closed;

    Gauge(Vertx vertx, Identity who, Endpoint endpoint, Confirmation confirmation, Timetable timetable,
            Progress progress) {
        this.vertx = vertx;
        this.who = who;
        this.endpoint = endpoint;
        this.confirmation = confirmation;
        this.timetable = timetable;
        this.progress = progress;
    }

    String id() {
        return who.id();
    }

    Outbox outbox() {
        return outbox;
    }

    void connect() {
        if (closed) {
            return;
        }
        MqttClient session = MqttClient.create(vertx, options());
        int attempt = ++attempts;
        session.publishCompletionHandler(packet -> acknowledged(attempt, packet));
        session.publishHandler(heard -> receipted(Receipt.parse(heard.payload().toString())));
        session.connect(endpoint.port(), endpoint.host()).onComplete(up -> online(attempt, session),
                down -> refused(attempt, session));
        vertx.setTimer(CONNECT_WITHIN_MS, late -> refused(attempt, session));
    }

    private MqttClientOptions options() {
        MqttClientOptions options = new MqttClientOptions().setClientId(who.id()).setUsername(who.id())
                .setPassword(who.secret()).setMaxInflightQueue(2 * WINDOW).setAckTimeout(-1).setKeepAliveInterval(60);
        options.setConnectTimeout(CONNECT_WITHIN_MS).setTcpNoDelay(true);
        return options;
    }

    private void online(int attempt, MqttClient session) {
        if (attempt != attempts || closed) {
            session.disconnect();
            return;
        }
        client = session;
        pauseMs = FIRST_PAUSE_MS;
        session.closeHandler(gone -> lost(attempt));
        if (confirmation == Confirmation.RECEIPT) {
            session.subscribe(topic("receipt"), MqttQoS.AT_LEAST_ONCE.value()).onFailure(broken -> lost(attempt));
        }
        speak();
    }

    private void refused(int attempt, MqttClient session) {
        if (attempt == attempts && client == null) {
            // An answer that still comes is not waited for any more.
            attempts++;
            session.disconnect();
            connectLater();
        }
    }

    private void lost(int attempt) {
        if (online(attempt)) {
            client = null;
            outbox.lost();
            connectLater();
        }
    }

    /** Whether what belongs to that connection belongs to the present one. */
    private boolean online(int attempt) {
        return client != null && attempt == attempts;
    }

    /** Half to all of the pause, so that the gauges do not come back in step. */
    private void connectLater() {
        vertx.setTimer(ThreadLocalRandom.current().nextLong(pauseMs / 2, pauseMs + 1), due -> connect());
        pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
    }

    /** Publishes whatever is due and has room. */
    void speak() {
        long due = timetable.due(who.device(), System.nanoTime());
        MqttClient session = client;
        while (session != null) {
            int number = outbox.take(due);
            if (number == Outbox.NONE) {
                return;
            }
            publish(session, number);
            session = client;
        }
    }

    /** Says again what no receipt covers: its answer came from a broker that may have forgotten it since. */
    void sayKeptAgain() {
        outbox.repeatKept();
    }

    void sayAllAgain() {
        outbox.sayAllAgain();
    }

    private void receipted(Receipt receipt) {
        progress.receipted(who.id(), receipt);
        outbox.receipted(receipt);
    }

    private String topic(String last) {
        return "city/flood/" + who.id() + "/" + last;
    }

    private void publish(MqttClient session, int number) {
        long now = System.nanoTime();
        int attempt = attempts;
        session.publish(topic("telemetry"), Buffer.buffer(payload(number)), MqttQoS.AT_LEAST_ONCE,
                false, false)
                .onComplete(packet -> left(attempt, packet, number, now), broken -> stuck(attempt, number));
    }

    private void left(int attempt, int packet, int number, long at) {
        if (online(attempt)) {
            outbox.sent(packet, number, at);
        } else {
            outbox.unsent(number);
        }
    }

    /** A connection that takes nothing more is as good as lost, even before it says so. */
    private void stuck(int attempt, int number) {
        outbox.unsent(number);
        MqttClient session = client;
        if (session != null && online(attempt)) {
            lost(attempt);
            session.disconnect();
        }
    }

    private byte[] payload(int number) {
        return ("{\"v\":1,\"ts\":" + timetable.deviceMillis(who.device(), number) + ",\"seq\":" + number
                + ",\"m\":{\"water.distance\":" + (9_000 + number % 1_000)
                + ",\"battery.voltage\":3.6,\"air.temperature\":27.5}}").getBytes(StandardCharsets.UTF_8);
    }

    private void acknowledged(int attempt, int packet) {
        Outbox.Answer answer = online(attempt) ? outbox.acknowledged(packet) : null;
        if (answer != null) {
            progress.answered(answer);
            speak();
        }
    }

    Future<Void> close() {
        closed = true;
        MqttClient session = client;
        client = null;
        return session == null ? Future.succeededFuture() : session.disconnect();
    }
}
