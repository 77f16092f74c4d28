package id.siaga.commandcenter.main;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.jspecify.annotations.Nullable;

import id.siaga.commandcenter.audit.anchor.AnchorTopic;
import id.siaga.ingest.mqtt.BrokerTrust;
import picocli.CommandLine.Option;

/** A broker that keeps the newest anchor as a retained message. */
final class AnchorBrokerOptions {

    @Option(names = "--anchor-mqtt", paramLabel = "URL", defaultValue = "${env:SIAGA_ANCHOR_MQTT}", description = "tcp://… or ssl://… of an MQTT 5 broker that keeps the newest anchor, retained on city/audit/anchor (SIAGA_ANCHOR_MQTT).")
    private @Nullable String url;

    @Option(names = "--anchor-mqtt-user", paramLabel = "USER", defaultValue = "${env:SIAGA_ANCHOR_MQTT_USER:-}", description = "Its user (SIAGA_ANCHOR_MQTT_USER).")
    private String user = "";

    @Option(names = "--anchor-mqtt-password", paramLabel = "PASSWORD", defaultValue = "${env:SIAGA_ANCHOR_MQTT_PASSWORD:-}", description = "Its password (SIAGA_ANCHOR_MQTT_PASSWORD).")
    private String password = "";

    @Option(names = "--anchor-mqtt-ca", paramLabel = "FILE", defaultValue = "${env:SIAGA_ANCHOR_MQTT_CA}", description = "PEM certificates that vouch for an ssl:// broker (SIAGA_ANCHOR_MQTT_CA); without it the JVM's own.")
    private @Nullable Path authority;

    /** Empty when none was given. */
    Optional<AnchorTopic> topic() {
        return Optional.ofNullable(url).filter(each -> !each.isBlank()).map(each -> new AnchorTopic(each, login()));
    }

    private MqttConnectionOptions login() {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setCleanStart(true);
        if (!user.isEmpty()) {
            options.setUserName(user);
            options.setPassword(password.getBytes(StandardCharsets.UTF_8));
        }
        if (authority != null) {
            options.setSocketFactory(BrokerTrust.in(authority));
        }
        return options;
    }
}
