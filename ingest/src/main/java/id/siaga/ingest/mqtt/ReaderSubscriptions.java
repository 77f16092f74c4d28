package id.siaga.ingest.mqtt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.eclipse.paho.mqttv5.common.util.MqttTopicValidator;

import id.siaga.ingest.registry.Account;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.MqttTopicSubscription;
import io.vertx.mqtt.messages.codes.MqttSubAckReasonCode;

/**
 * What one reader subscribed to, and telling it: what is kept with the retain flag, what is new without, unless it asked
 * for the flag as it was published (MQTT 3.1.1 §3.3.1.3, MQTT 5 §3.8.3.1). Bounded.
 */
final class ReaderSubscriptions {

    private static final int MQTT_5 = 5;
    private static final int MOST = 16;

    private final MqttEndpoint endpoint;
    private final Map<String, MqttSubscriptionOption> byFilter = new LinkedHashMap<>();

    /** What to answer, and which of those subscriptions are now told what is kept. */
    record Answer(List<MqttSubAckReasonCode> codes, List<MqttTopicSubscription> retained) {
    }

    ReaderSubscriptions(MqttEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    Answer add(List<MqttTopicSubscription> asked) {
        Answer answer = new Answer(new ArrayList<>(), new ArrayList<>());
        asked.forEach(each -> {
            boolean isNew = !byFilter.containsKey(each.topicName());
            MqttSubAckReasonCode code = code(each);
            answer.codes().add(code);
            if (!code.isError()) {
                byFilter.put(each.topicName(), each.subscriptionOption());
                if (wantsKept(each.subscriptionOption(), isNew)) {
                    answer.retained().add(each);
                }
            }
        });
        return answer;
    }

    void remove(String filter) {
        byFilter.remove(filter);
    }

    private MqttSubAckReasonCode code(MqttTopicSubscription asked) {
        boolean platforms = asked.topicName().startsWith(Account.PLATFORM_TOPICS) && isValid(asked.topicName());
        boolean room = byFilter.size() < MOST || byFilter.containsKey(asked.topicName());
        if (platforms && room) {
            return MqttSubAckReasonCode.qosGranted(granted(asked.qualityOfService()));
        }
        if (endpoint.protocolVersion() != MQTT_5) {
            return MqttSubAckReasonCode.UNSPECIFIED_ERROR;
        }
        return platforms ? MqttSubAckReasonCode.QUOTA_EXCEEDED : MqttSubAckReasonCode.NOT_AUTHORIZED;
    }

    private static boolean isValid(String filter) {
        try {
            MqttTopicValidator.validate(filter, true, true);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static MqttQoS granted(MqttQoS asked) {
        return asked == MqttQoS.AT_MOST_ONCE ? MqttQoS.AT_MOST_ONCE : MqttQoS.AT_LEAST_ONCE;
    }

    private static boolean wantsKept(MqttSubscriptionOption option, boolean isNew) {
        return switch (option.retainHandling()) {
            case SEND_AT_SUBSCRIBE -> true;
            case SEND_AT_SUBSCRIBE_IF_NOT_YET_EXISTS -> isNew;
            case DONT_SEND_AT_SUBSCRIBE -> false;
        };
    }

    /** A message that was kept before the subscription. */
    void tellKept(MqttTopicSubscription asked, String topic, byte[] payload) {
        if (MqttTopicValidator.isMatched(asked.topicName(), topic)) {
            endpoint.publish(topic, Buffer.buffer(payload), granted(asked.qualityOfService()), false, true);
        }
    }

    /** A new message, once, however many of the subscriptions match it. */
    void tell(String topic, byte[] payload) {
        List<MqttSubscriptionOption> matching = byFilter.entrySet().stream()
                .filter(each -> MqttTopicValidator.isMatched(each.getKey(), topic)).map(Map.Entry::getValue).toList();
        if (matching.isEmpty()) {
            return;
        }
        boolean surely = matching.stream().anyMatch(each -> each.qos() != MqttQoS.AT_MOST_ONCE);
        boolean asPublished = matching.stream().anyMatch(MqttSubscriptionOption::isRetainAsPublished);
        endpoint.publish(topic, Buffer.buffer(payload), surely ? MqttQoS.AT_LEAST_ONCE : MqttQoS.AT_MOST_ONCE, false,
                asPublished);
    }
}
