package id.siaga.ingest.mqtt;

import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import id.siaga.ingest.registry.Entry;
import id.siaga.ingest.registry.Refusal;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.vertx.mqtt.MqttEndpoint;

/** Decides about a CONNECT: a session, or a CONNACK that says why not, and a row. Runs on the connection's event loop. */
record Reception(Doorway doorway, Admission admission) {

    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);
    private static final int MQTT_5 = 5;

    void receive(MqttEndpoint endpoint) {
        Presented presented = Presented.by(endpoint);
        if (presented.isNothing()) {
            refuse(endpoint, new Entry.Refused("", Refusal.NO_CREDENTIALS, ""));
            return;
        }
        String user = presented.user();
        Optional<Refusal> barred = doorway.doorkeeper().barred(user, String.valueOf(endpoint.remoteAddress()));
        if (barred.isPresent()) {
            refuse(endpoint, new Entry.Refused(user, barred.get(), ""));
            return;
        }
        SocketFlow flow = new SocketFlow(endpoint);
        // A client need not wait for its CONNACK before it publishes (MQTT 5 §3.1.4).
        flow.stop(SocketFlow.Stop.ADMISSION);
        AtomicBoolean gone = new AtomicBoolean();
        endpoint.closeHandler(closed -> gone.set(true));
        if (!admission.enter(() -> identify(endpoint, flow, presented, gone))) {
            refuse(endpoint, new Entry.Refused(user, Refusal.TOO_MANY_CONNECTS, ""));
        }
    }

    private void identify(MqttEndpoint endpoint, SocketFlow flow, Presented presented, AtomicBoolean gone) {
        if (gone.get()) {
            return;
        }
        doorway.vertx().executeBlocking(() -> opening(endpoint, flow, presented), false).onComplete(done -> {
            if (gone.get()) {
                return;
            }
            if (done.succeeded()) {
                done.result().run();
            } else {
                refuse(endpoint, new Entry.Refused(presented.user(), Refusal.NO_REGISTRY, ""));
            }
            flow.go(SocketFlow.Stop.ADMISSION);
        });
    }

    /** What is then to be done on the event loop. Blocks on the database. */
    private Runnable opening(MqttEndpoint endpoint, SocketFlow flow, Presented presented) throws SQLException {
        if (doorway.platform().isPresent() && doorway.platform().get().mayRead(presented)) {
            return new ReaderSession(doorway, doorway.platform().get(), endpoint, flow, presented)::open;
        }
        Entry entry = presented.to(doorway.doorkeeper());
        return () -> admit(endpoint, flow, entry);
    }

    private void admit(MqttEndpoint endpoint, SocketFlow flow, Entry entry) {
        switch (entry) {
            case Entry.Known known -> new DeviceSession(doorway, endpoint, flow, known.identity()).open();
            case Entry.Claim claim -> new ClaimSession(doorway, endpoint, flow, claim).open();
            case Entry.Refused refused -> refuse(endpoint, refused);
        }
    }

    private void refuse(MqttEndpoint endpoint, Entry.Refused refused) {
        Refusal why = refused.why();
        doorway.doorkeeper().refused(refused.user(), why, refused.what(), String.valueOf(endpoint.remoteAddress()));
        LOG.atInfo().addKeyValue("remote", endpoint.remoteAddress()).addKeyValue("why", why.words())
                .log("Connection refused");
        endpoint.reject(endpoint.protocolVersion() == MQTT_5 ? version5(why) : version3(why),
                MqttProperties.NO_PROPERTIES);
    }

    private static MqttConnectReturnCode version5(Refusal why) {
        return switch (why) {
            case WRONG_SECRET -> MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USERNAME_OR_PASSWORD;
            case TOO_MANY_CONNECTS -> MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_BUSY;
            case NO_REGISTRY -> MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE_5;
            case LOCKED_OUT -> MqttConnectReturnCode.CONNECTION_REFUSED_BANNED;
            case ADDRESS_PAUSED -> MqttConnectReturnCode.CONNECTION_REFUSED_CONNECTION_RATE_EXCEEDED;
            default -> MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED_5;
        };
    }

    private static MqttConnectReturnCode version3(Refusal why) {
        return switch (why) {
            case WRONG_SECRET -> MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USERNAME_OR_PASSWORD;
            case TOO_MANY_CONNECTS, NO_REGISTRY, ADDRESS_PAUSED ->
                MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE;
            default -> MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED;
        };
    }
}
