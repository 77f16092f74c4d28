package id.siaga.ingest.http.broker;

import java.security.MessageDigest;
import java.util.List;

import org.eclipse.paho.mqttv5.common.util.MqttTopicValidator;

import id.siaga.ingest.decode.Routes;
import id.siaga.ingest.registry.Registry;

/**
 * As whom Siaga itself comes to the broker: it hears what the routes read, and says what is told to devices.
 *
 * @param secretSha256 of the password it logs in with
 * @param clientId with which the ids of its sessions begin; nobody else may take them over
 * @param hears topic filters it may subscribe to, alone or shared
 * @param says topic filters it may publish to
 */
public record OwnAccount(String user, byte[] secretSha256, String clientId, List<String> hears, List<String> says) {

    private static final List<String> TOLD = List.of("city/+/+/receipt", "city/+/+/cmd", "spBv1.0/+/NCMD/+");
    private static final String SHARED = "$share/";

    public static OwnAccount of(String user, String password, String clientId, Routes routes) {
        return new OwnAccount(user, Registry.digest(password), clientId, routes.filters(), TOLD);
    }

    boolean is(String name) {
        return !user.isEmpty() && user.equals(name);
    }

    boolean opensTo(String secret) {
        return MessageDigest.isEqual(secretSha256, Registry.digest(secret));
    }

    boolean owns(String otherClientId) {
        return otherClientId.startsWith(clientId + "-");
    }

    boolean mayPublish(String topic) {
        return says.stream().anyMatch(filter -> MqttTopicValidator.isMatched(filter, topic));
    }

    boolean mayHear(String topic) {
        return hears.stream().anyMatch(filter -> MqttTopicValidator.isMatched(filter, topic));
    }

    boolean maySubscribe(String filter) {
        return hears.contains(filter.startsWith(SHARED)
                ? filter.substring(filter.indexOf('/', SHARED.length()) + 1)
                : filter);
    }
}
