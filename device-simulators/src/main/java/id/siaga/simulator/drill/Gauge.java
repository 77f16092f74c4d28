package id.siaga.simulator.drill;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.MqttClientOptions;

/**
 * A flood gauge that says each of its messages at QoS 1 until it is answered, over as many connections as that takes,
 * and keeps them until a receipt covers them. Belongs to one event loop.
 */
final class Gauge {

    private static final int WINDOW = 50;
    private static final long FIRST_PAUSE_MS = 100;
    private static final long LONGEST_PAUSE_MS = 2_000;

    private final Vertx vertx;
    private final Identity who;
    private final Door door;
    private final Timetable timetable;
    private final Progress progress;
    private final Outbox outbox = new Outbox(WINDOW);
    private @Nullable MqttClient client;
    private long pauseMs = FIRST_PAUSE_MS;
    private boolean closed;

    Gauge(Vertx vertx, Identity who, Door door, Timetable timetable, Progress progress) {
        this.vertx = vertx;
        this.who = who;
        this.door = door;
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
        session.publishCompletionHandler(packet -> acknowledged(session, packet));
        session.publishHandler(heard -> receipted(Receipt.parse(heard.payload().toString())));
        // Either comes to pass, and once: two attempts that go on beside each other would throw each other out.
        session.connect(door.endpoint().port(), door.endpoint().host())
                .timeout(door.connectWithin().toMillis(), TimeUnit.MILLISECONDS)
                .onComplete(up -> online(session), down -> refused(session));
    }

    private MqttClientOptions options() {
        MqttClientOptions options = new MqttClientOptions().setClientId(who.id()).setUsername(who.id())
                .setPassword(who.secret()).setMaxInflightQueue(2 * WINDOW).setAckTimeout(-1).setKeepAliveInterval(60);
        options.setConnectTimeout((int) door.connectWithin().toMillis()).setTcpNoDelay(true);
        return options;
    }

    private void online(MqttClient session) {
        if (closed) {
            session.disconnect();
            return;
        }
        client = session;
        pauseMs = FIRST_PAUSE_MS;
        session.closeHandler(gone -> lost(session));
        session.subscribe(topic("receipt"), MqttQoS.AT_LEAST_ONCE.value()).onFailure(broken -> abandon(session));
        speak();
    }

    private void refused(MqttClient session) {
        session.disconnect();
        connectLater();
    }

    private void lost(MqttClient session) {
        if (session.equals(client)) {
            client = null;
            outbox.lost();
            connectLater();
        }
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
        session.publish(topic("telemetry"), Buffer.buffer(payload(number)), MqttQoS.AT_LEAST_ONCE,
                false, false)
                .onComplete(packet -> left(session, packet, number, now), broken -> stuck(session, number));
    }

    private void left(MqttClient session, int packet, int number, long at) {
        if (session.equals(client)) {
            outbox.sent(packet, number, at);
        } else {
            outbox.unsent(number);
        }
    }

    private void stuck(MqttClient session, int number) {
        outbox.unsent(number);
        abandon(session);
    }

    /** A connection that takes nothing more is as good as lost, even before it says so. */
    private void abandon(MqttClient session) {
        lost(session);
        session.disconnect();
    }

    private byte[] payload(int number) {
        return ("{\"v\":1,\"ts\":" + timetable.deviceMillis(who.device(), number) + ",\"seq\":" + number
                + ",\"m\":{\"water.distance\":" + (9_000 + number % 1_000)
                + ",\"battery.voltage\":3.6,\"air.temperature\":27.5}}").getBytes(StandardCharsets.UTF_8);
    }

    private void acknowledged(MqttClient session, int packet) {
        Outbox.Answer answer = session.equals(client) ? outbox.acknowledged(packet) : null;
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
