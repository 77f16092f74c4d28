package id.siaga.commandcenter.main;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import id.siaga.ingest.mqtt.BrokerBounds;
import id.siaga.ingest.mqtt.BrokerDivision;
import id.siaga.ingest.mqtt.BrokerSubscriptionConfig;
import picocli.CommandLine.Option;

/** Someone else's broker, to subscribe to as well. */
final class BrokerOptions {

    @Option(names = "--broker-url", paramLabel = "URL", defaultValue = "${env:SIAGA_BROKER_URL}", description = "tcp://… or ssl://… of an MQTT broker to subscribe to as well (SIAGA_BROKER_URL).")
    private @Nullable String url;

    @Option(names = "--broker-user", paramLabel = "USER", defaultValue = "${env:SIAGA_BROKER_USER:-}", description = "Broker user (SIAGA_BROKER_USER).")
    private String user = "";

    @Option(names = "--broker-password", paramLabel = "PASSWORD", defaultValue = "${env:SIAGA_BROKER_PASSWORD:-}", description = "Broker password (SIAGA_BROKER_PASSWORD).")
    private String password = "";

    @Option(names = "--broker-ca", paramLabel = "FILE", defaultValue = "${env:SIAGA_BROKER_CA}", description = "PEM certificates that vouch for an ssl:// broker (SIAGA_BROKER_CA); without it the JVM's own.")
    private @Nullable Path authority;

    @Option(names = "--broker-client-id", paramLabel = "ID", defaultValue = "${env:SIAGA_BROKER_CLIENT_ID}", description = "Names this process's sessions at the broker (SIAGA_BROKER_CLIENT_ID): the same after a restart, different for every process. Without it: host, home and the process's place in it.")
    private @Nullable String clientId;

    @Option(names = "--broker-sessions", paramLabel = "N", defaultValue = "${env:SIAGA_BROKER_SESSIONS:-1}", description = "Sessions at the broker, 1…64 (SIAGA_BROKER_SESSIONS; default 1). Before lowering it see docs/brokers.md.")
    private int sessions;

    @Option(names = "--broker-group", paramLabel = "NAME", defaultValue = "${env:SIAGA_BROKER_GROUP}", description = "Shared-subscription group the sessions divide the messages in (SIAGA_BROKER_GROUP); without it one session takes all, several are in the group siaga; '-' divides the filters among the sessions instead.")
    private @Nullable String group;

    @Option(names = "--broker-filter", paramLabel = "FILTER", split = ",", defaultValue = "${env:SIAGA_BROKER_FILTER}", description = "Topic filters to subscribe to instead of all routes' (SIAGA_BROKER_FILTER).")
    private @Nullable List<String> filters;

    @Option(names = "--broker-receive-maximum", paramLabel = "N", defaultValue = "${env:SIAGA_BROKER_RECEIVE_MAXIMUM:-16000}", description = "Messages a session may hold unacknowledged, 1…65535 (SIAGA_BROKER_RECEIVE_MAXIMUM; default 16000).")
    private int receiveMaximum;

    /** Kept, because its lock lives as long as it is reachable. */
    private @Nullable ProcessSlot slot;

    /**
     * What was asked for, if a broker was.
     *
     * @param home where the processes of one installation find their places
     */
    Optional<BrokerSubscriptionConfig> subscription(Path home) {
        return Optional.ofNullable(url).filter(each -> !each.isBlank()).map(each -> at(each, home));
    }

    private BrokerSubscriptionConfig at(String broker, Path home) {
        return BrokerSubscriptionConfig.of(broker, identity(home)).withLogin(user, password)
                .withAuthority(Optional.ofNullable(authority))
                .withDivision(new BrokerDivision(sessions, group(), filters == null ? List.of() : filters))
                .withBounds(BrokerBounds.defaults().withReceiveMaximum(receiveMaximum));
    }

    /** One session alone keeps every device's order and gets retained messages: nothing is gained by sharing. */
    private String group() {
        if (group == null || group.isBlank()) {
            return sessions == 1 ? "" : "siaga";
        }
        return group.equals("-") ? "" : group;
    }

    private String identity(Path home) {
        if (clientId != null && !clientId.isBlank()) {
            return clientId;
        }
        ProcessSlot taken = slot == null ? ProcessSlot.take(home) : slot;
        slot = taken;
        return taken.clientId();
    }
}
