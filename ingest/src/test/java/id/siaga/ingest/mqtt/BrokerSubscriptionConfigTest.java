package id.siaga.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

class BrokerSubscriptionConfigTest {

    private static final String URL = "tcp://127.0.0.1:1883";

    @ParameterizedTest
    @ValueSource(strings = {"", "broker", "broker:1883", "http://broker:1883", "tcp://broker", "tcp://broker:0",
            "tcp://broker:70000", "tcp://broker:1883/path", "tcp://:1883", "tcp://bro ker:1883",
            "ssl://broker:8883?x=1"})
    void anUrlThatIsNoneIsNamed(String url) {
        assertThatIllegalArgumentException().isThrownBy(() -> BrokerSubscriptionConfig.of(url, "", ""))
                .withMessageStartingWith("broker url");
    }

    @Test
    void secretsDoNotReachMessages() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BrokerSubscriptionConfig.of("tcp://me:secret@broker:1883", "", ""))
                .withMessageContaining("url must not carry").withMessageNotContaining("secret");
        assertThat(BrokerSubscriptionConfig.of("ssl://broker:8883", "me", "secret").toString())
                .contains("ssl://broker:8883").doesNotContain("secret");
    }

    @Test
    void eachFieldIsChecked() {
        refused("client id", " ", "", 10, Duration.ofDays(1));
        refused("password is given without a user", "c", "secret", 10, Duration.ofDays(1));
        refused("receive maximum must be 1…65535, not 0", "c", "", 0, Duration.ofDays(1));
        refused("receive maximum must be 1…65535, not 65536", "c", "", 65_536, Duration.ofDays(1));
        refused("session expiry", "c", "", 10, Duration.ZERO);
    }

    @Test
    void filtersAreChecked() {
        BrokerSubscriptionConfig config = BrokerSubscriptionConfig.of(URL, "", "");
        assertThatIllegalArgumentException().isThrownBy(() -> subscription(config, List.of()))
                .withMessage("broker filters must not be empty");
        assertThatIllegalArgumentException().isThrownBy(() -> subscription(config, List.of("a/#/b")))
                .withMessageStartingWith("broker filter 'a/#/b'");
    }

    private static void subscription(BrokerSubscriptionConfig config, List<String> filters) {
        new BrokerSubscription(config, filters, Collector.roomy(), new SimpleMeterRegistry()).close();
    }

    private static void refused(String message, String clientId, String password, int receiveMaximum,
            Duration sessionExpiry) {
        assertThatIllegalArgumentException().isThrownBy(() -> new BrokerSubscriptionConfig(URL, clientId, "", password,
                receiveMaximum, sessionExpiry, Duration.ofMinutes(1), Duration.ofSeconds(5), Duration.ofSeconds(1),
                Duration.ofMinutes(1))).withMessageContaining(message);
    }
}
