package id.siaga.hivemq;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import com.hivemq.extension.sdk.api.async.Async;
import com.hivemq.extension.sdk.api.async.AsyncOutput;
import com.hivemq.extension.sdk.api.async.TimeoutFallback;
import com.hivemq.extension.sdk.api.auth.PublishAuthorizer;
import com.hivemq.extension.sdk.api.auth.SubscriptionAuthorizer;
import com.hivemq.extension.sdk.api.auth.parameter.PublishAuthorizerInput;
import com.hivemq.extension.sdk.api.auth.parameter.PublishAuthorizerOutput;
import com.hivemq.extension.sdk.api.auth.parameter.SubscriptionAuthorizerInput;
import com.hivemq.extension.sdk.api.auth.parameter.SubscriptionAuthorizerOutput;
import com.hivemq.extension.sdk.api.packets.disconnect.DisconnectReasonCode;
import com.hivemq.extension.sdk.api.packets.publish.AckReasonCode;
import com.hivemq.extension.sdk.api.packets.subscribe.SubackReasonCode;
import com.hivemq.extension.sdk.api.parameter.ClientBasedInput;

/**
 * Whether a client may publish or subscribe; one for each connection. A yes is remembered for a while, and while Siaga
 * does not answer for as long as the connection lasts: devices must not lose what the broker would keep for Siaga.
 */
final class Topics implements PublishAuthorizer, SubscriptionAuthorizer {

    private static final String WRITE = "2";
    private static final String SUBSCRIBE = "4";
    private static final int REMEMBERED = 64;

    private enum Answer {
        YES, NO, NONE
    }

    private final Door door;
    private final Settings settings;
    private final Map<String, Instant> allowed = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > REMEMBERED;
        }
    };

    Topics(Door door, Settings settings) {
        this.door = door;
        this.settings = settings;
    }

    @Override
    public void authorizePublish(PublishAuthorizerInput input, PublishAuthorizerOutput output) {
        String topic = input.getPublishPacket().getTopic();
        if (fresh(WRITE + topic)) {
            output.authorizeSuccessfully();
            return;
        }
        later(output, ask(input, topic, WRITE), answer -> {
            switch (answer) {
                case YES -> output.authorizeSuccessfully();
                case NO -> output.failAuthorization(AckReasonCode.NOT_AUTHORIZED, "not this device's topic");
                // Not acknowledged, it is sent again; refused, it would be lost.
                case NONE -> output.disconnectClient(DisconnectReasonCode.SERVER_BUSY, "cannot ask who may publish");
            }
        });
    }

    @Override
    public void authorizeSubscribe(SubscriptionAuthorizerInput input, SubscriptionAuthorizerOutput output) {
        later(output, ask(input, input.getSubscription().getTopicFilter(), SUBSCRIBE), answer -> {
            switch (answer) {
                case YES -> output.authorizeSuccessfully();
                case NO -> output.failAuthorization(SubackReasonCode.NOT_AUTHORIZED);
                case NONE -> output.disconnectClient(DisconnectReasonCode.SERVER_BUSY, "cannot ask who may subscribe");
            }
        });
    }

    private interface Settle {
        void by(Answer answer);
    }

    private <T> void later(AsyncOutput<T> output, CompletableFuture<Answer> asked, Settle settle) {
        Async<T> later = output.async(settings.answerWithin().multipliedBy(2), TimeoutFallback.FAILURE);
        var unused = asked.thenAccept(settle::by).whenComplete((done, failure) -> later.resume());
    }

    private CompletableFuture<Answer> ask(ClientBasedInput input, String topic, String access) {
        String user = input.getConnectionInformation().getConnectionAttributeStore().getAsString(Login.USER).orElse("");
        return door.ask("/mosquitto/acl", Map.of("username", user, "clientid",
                input.getClientInformation().getClientId(), "topic", topic, "acc", access))
                .handle((yes, failure) -> failure == null ? told(access + topic, yes) : untold(access + topic));
    }

    private synchronized boolean fresh(String what) {
        Instant at = allowed.get(what);
        return at != null && at.plus(settings.remember()).isAfter(Instant.now());
    }

    private synchronized Answer told(String what, boolean yes) {
        allowed.remove(what);
        if (yes) {
            allowed.put(what, Instant.now());
        }
        return yes ? Answer.YES : Answer.NO;
    }

    private synchronized Answer untold(String what) {
        return allowed.containsKey(what) ? Answer.YES : Answer.NONE;
    }
}
