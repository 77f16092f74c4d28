package id.siaga.simulator.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.MqttClientOptions;
import io.vertx.mqtt.MqttConnectionException;
import java.io.IOException;
import java.util.Set;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;

/**
 * A device asks for its secret over MQTT with the code on its label. A door that is busy or away is tried again; a code
 * that is refused is not, because it can only get worse.
 */
final class Claim {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOPIC = "enrol/credentials";
    private static final int CONNECT_TIMEOUT_MS = 30_000;
    private static final long FIRST_RETRY_MS = 500;
    private static final long LAST_RETRY_MS = 15_000;
    private static final Set<MqttConnectReturnCode> FINAL = Set.of(
            MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED,
            MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USER_NAME_OR_PASSWORD);

    private final Vertx vertx;
    private final Endpoint endpoint;
    private final Labelled labelled;
    private final Tally tally;
    private final Promise<Enrolled> told = Promise.promise();
    private long retryMs = FIRST_RETRY_MS;

    Claim(Vertx vertx, Endpoint endpoint, Labelled labelled, Tally tally) {
        this.vertx = vertx;
        this.endpoint = endpoint;
        this.labelled = labelled;
        this.tally = tally;
    }

    /** The device with its secret; fails when the code is refused or the answer is lost. */
    Future<Enrolled> made() {
        connect();
        return told.future().onSuccess(enrolled -> tally.enrolled.increment())
                .onFailure(refused -> tally.enrolFailures.increment());
    }

    private void connect() {
        MqttClient session = MqttClient.create(vertx, options());
        session.publishHandler(message -> take(message.payload()));
        session.closeHandler(closed -> told.tryFail("closed before the credentials came"));
        session.connect(endpoint.port(), endpoint.host()).onComplete(
                ack -> session.subscribe(TOPIC, MqttQoS.AT_LEAST_ONCE.value()), this::refused);
    }

    private void take(Buffer payload) {
        try {
            JsonNode credentials = JSON.readTree(payload.getBytes());
            String id = labelled.device().profile().deviceId();
            if (credentials.path("device_id").asText().equals(id)) {
                told.tryComplete(new Enrolled(labelled.device(), credentials.path("secret").asText()));
            } else {
                told.tryFail("the code of " + id + " is of " + credentials.path("device_id").asText());
            }
        } catch (IOException e) {
            told.tryFail(e);
        }
    }

    private void refused(Throwable why) {
        if (why instanceof MqttConnectionException no && FINAL.contains(no.code())) {
            told.tryFail(why);
            return;
        }
        tally.connectFailures.increment();
        vertx.setTimer(retryMs, due -> connect());
        retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
    }

    private MqttClientOptions options() {
        MqttClientOptions options = new MqttClientOptions().setClientId(labelled.device().profile().deviceId())
                .setUsername("claim:" + labelled.claimCode()).setPassword("-").setCleanSession(true);
        options.setConnectTimeout(CONNECT_TIMEOUT_MS);
        return options;
    }
}
