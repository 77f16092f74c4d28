package id.siaga.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
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
        assertThatIllegalArgumentException().isThrownBy(() -> BrokerSubscriptionConfig.of(url, "c"))
                .withMessageStartingWith("broker url");
    }

    @Test
    void secretsDoNotReachMessages() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BrokerSubscriptionConfig.of("tcp://me:secret@broker:1883", "c"))
                .withMessageContaining("url must not carry").withMessageNotContaining("secret");
        assertThat(BrokerSubscriptionConfig.of("ssl://broker:8883", "c").withLogin("me", "secret").toString())
                .contains("ssl://broker:8883").doesNotContain("secret");
    }

    @Test
    void eachFieldIsChecked() {
        BrokerSubscriptionConfig good = BrokerSubscriptionConfig.of(URL, "c");
        refused("client id", () -> BrokerSubscriptionConfig.of(URL, " "));
        refused("password is given without a user", () -> good.withLogin("", "secret"));
        refused("authority is given without ssl://", () -> good.withAuthority(Optional.of(Path.of("ca.pem"))));
        refused("receive maximum must be 1…65535, not 0", () -> new BrokerBounds(0, 2, 2, 1));
        refused("receive maximum must be 1…65535, not 65536", () -> new BrokerBounds(65_536, 2, 2, 1));
        refused("largest payload in bytes must be 1…2, not 3", () -> new BrokerBounds(1, 2, 2, 3));
        refused("waiting bytes must be at least a packet's 2, not 1", () -> new BrokerBounds(1, 1, 2, 2));
        refused("session expiry", () -> patience(Duration.ZERO, Duration.ofSeconds(1)));
        refused("longest pause PT0.001S is shorter", () -> patience(Duration.ofDays(1), Duration.ofMillis(1)));
        refused("sessions must be 1…64, not 0", () -> new BrokerDivision(0, "", List.of()));
        refused("group 'a/b'", () -> new BrokerDivision(1, "a/b", List.of()));
    }

    @Test
    void anAuthorityThatCannotBeReadIsToldAtTheStart() {
        BrokerSubscriptionConfig config = BrokerSubscriptionConfig.of("ssl://broker:8883", "c")
                .withAuthority(Optional.of(Path.of("no-such.pem")));
        refused("certificate authority no-such.pem", () -> subscription(config, List.of("a/#")));
    }

    @Test
    void aSharedGroupLeavesPresenceToTheFirstSession() {
        assertThat(new BrokerDivision(2, "g", List.of()).among(List.of("c/+/telemetry", "c/+/status"))).containsExactly(
                List.of("$share/g/c/+/telemetry", "c/+/status"), List.of("$share/g/c/+/telemetry"));
        refused("nothing to share", () -> new BrokerDivision(2, "g", List.of("c/+/status")).among(List.of()));
    }

    @Test
    void withoutAGroupEachFilterHasOneSession() {
        assertThat(new BrokerDivision(2, "", List.of("a", "b", "c")).among(List.of("unused")))
                .containsExactly(List.of("a", "c"), List.of("b"));
        refused("must not outnumber the 1 filters", () -> new BrokerDivision(2, "", List.of("a")).among(List.of()));
    }

    @Test
    void filtersAreChecked() {
        BrokerSubscriptionConfig config = BrokerSubscriptionConfig.of(URL, "c");
        assertThatIllegalArgumentException().isThrownBy(() -> subscription(config, List.of()))
                .withMessage("broker filters must not be empty");
        assertThatIllegalArgumentException().isThrownBy(() -> subscription(config, List.of("a/#/b")))
                .withMessageStartingWith("broker filter 'a/#/b'");
    }

    private static void subscription(BrokerSubscriptionConfig config, List<String> filters) {
        new BrokerSubscription(config, filters, Collector.roomy(), new SimpleMeterRegistry()).close();
    }

    private static BrokerPatience patience(Duration sessionExpiry, Duration longestPause) {
        return new BrokerPatience(sessionExpiry, Duration.ofMinutes(1), Duration.ofSeconds(5), Duration.ofSeconds(1),
                Duration.ofSeconds(1), longestPause);
    }

    private static void refused(String message, ThrowingCallable wrong) {
        assertThatIllegalArgumentException().isThrownBy(wrong).withMessageContaining(message);
    }
}
