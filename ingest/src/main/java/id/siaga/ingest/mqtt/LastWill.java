package id.siaga.ingest.mqtt;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import id.siaga.ingest.registry.Account;
import id.siaga.ingest.telemetry.Message;
import io.vertx.core.Vertx;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.MqttWill;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;

/**
 * What a device left to be said for it when its connection ends without a goodbye (MQTT 5 §3.1.2.5). Runs on the
 * connection's event loop.
 */
final class LastWill {

    private static final Ack NOBODY = outcome -> {
    };

    private final Vertx vertx;
    private final MqttEndpoint endpoint;
    private final Intake intake;
    private final Account account;
    private final BooleanSupplier returned;
    private boolean dropped;
    private @Nullable Message epitaph;

    /** @param returned whether the device has connected again; then its will stays unsaid */
    LastWill(Vertx vertx, MqttEndpoint endpoint, Intake intake, Account account, BooleanSupplier returned) {
        this.vertx = vertx;
        this.endpoint = endpoint;
        this.intake = intake;
        this.account = account;
        this.returned = returned;
    }

    /** It stays unsaid: the connection ends for a reason that is not the device's. */
    void drop() {
        dropped = true;
    }

    /** It fell silent; without a will of its own this is said for it. */
    void vanished(Message epitaph) {
        this.epitaph = epitaph;
    }

    void saidGoodbye(MqttDisconnectReasonCode how) {
        dropped = how != MqttDisconnectReasonCode.WITH_WILL_MESSAGE;
    }

    /** The connection is closed: it is said after its delay, unless it was dropped. */
    void execute() {
        MqttWill will = endpoint.will();
        Message said = epitaph;
        if (will.isWillFlag() && !dropped) {
            publishAfter(Publications.delaySeconds(will) * 1_000L, () -> Publications.message(will));
        } else if (said != null && !will.isWillFlag()) {
            publishAfter(0, () -> said);
        }
    }

    private void publishAfter(long millis, Supplier<Message> words) {
        vertx.setTimer(Math.max(1, millis), due -> publish(words));
    }

    private void publish(Supplier<Message> words) {
        if (returned.getAsBoolean()) {
            return;
        }
        if (intake.ready()) {
            deliver(words.get());
        } else {
            publishAfter(Inflow.RETRY_MS, words);
        }
    }

    private void deliver(Message message) {
        account.objection(message).ifPresentOrElse(
                no -> intake.refuse(account.principal(), message, no.reason(), no.detail(), NOBODY),
                () -> intake.accept(account.principal(), message, NOBODY));
    }
}
