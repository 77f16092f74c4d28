package id.siaga.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import id.siaga.ingest.Eventually;

/** A consumer that goes silent is noticed and replaced within ten seconds, with the patience that is shipped. */
@Timeout(90)
@SuppressWarnings("try") // being open is what a subscription or a broker does here
class BrokerWatchdogTest {

    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    private final Collector lanes = Collector.roomy();
    private final int port = EmbeddedBroker.freePort();
    private final String url = "tcp://127.0.0.1:" + port;

    @TempDir
    private Path home;

    @BeforeEach
    void needsMosquitto() {
        assumeTrue(Files.isExecutable(Mosquitto.PROGRAM), "SKIPPED: no " + Mosquitto.PROGRAM);
    }

    @Test
    void aFrozenBrokerIsNoticedAndUsedAgainWhenItThaws() throws Exception {
        try (Mosquitto broker = Mosquitto.start(home, port);
                Subscribed door = new Subscribed(shipped(url), lanes, "w/#").up();
                Sender sender = new Sender(url)) {
            broker.freeze();
            Eventually.within(TEN_SECONDS, "the silence is noticed", () -> !door.connected());
            broker.thaw();
            Eventually.within(TEN_SECONDS, "subscribed again", door::connected);
            sender.publish("w/1", "after");
            Eventually.within(TEN_SECONDS, "its messages come", () -> lanes.waiting() == 1);
        }
    }

    @Test
    void aConnectionThatGoesSilentIsReplacedWhileTheBrokerWorks() throws Exception {
        try (Mosquitto broker = Mosquitto.start(home, port);
                FreezingProxy network = new FreezingProxy(port);
                Subscribed door = new Subscribed(shipped(network.url()), lanes, "w/#").up();
                Sender sender = new Sender(url)) {
            network.freeze();
            sender.publish("w/1", "into the silence");
            Eventually.within(TEN_SECONDS, "the message comes on a new connection", () -> lanes.waiting() == 1);
            assertThat(door.metric("siaga.broker.connections")).isEqualTo(2);
        }
    }

    @Test
    void aBrokerKilledAndStartedAgainIsFound() throws Exception {
        try (Subscribed door = new Subscribed(shipped(url), lanes, "w/#")) {
            try (Mosquitto first = Mosquitto.start(home, port)) {
                door.up();
                first.kill();
                Eventually.within(TEN_SECONDS, "the loss is noticed", () -> !door.connected());
            }
            try (Mosquitto second = Mosquitto.start(home, port)) {
                Eventually.within(TEN_SECONDS, "subscribed again", door::connected);
                send("after");
                Eventually.within(TEN_SECONDS, "its messages come", () -> lanes.waiting() == 1);
            }
        }
    }

    @Test
    void aPorterThatDiesIsReplacedAndItsMessageComesAgain() throws Exception {
        Intake deadly = new FailsFirst(lanes, 1, new LinkageError("kills the porter's thread"), new ArrayList<>());
        try (Mosquitto broker = Mosquitto.start(home, port);
                Subscribed door = new Subscribed(shipped(url), deadly, "w/#").up()) {
            send("one");
            send("two");
            Eventually.within(TEN_SECONDS, "both come after all", () -> lanes.waiting() == 2);
            assertThat(List.of(lanes.next().text(), lanes.next().text())).containsExactly("one", "two");
            assertThat(door.metric("siaga.broker.abandoned")).isEqualTo(1);
        }
    }

    @Test
    void anAckThatIsNeverToldIsAskedForAgain() throws Exception {
        try (Mosquitto broker = Mosquitto.start(home, port);
                Subscribed door = new Subscribed(shipped(url), lanes, "w/#").up()) {
            send("lost by its lane");
            send("committed");
            assertThat(lanes.next().text()).isEqualTo("lost by its lane");
            lanes.next().stored();
            Eventually.within(TEN_SECONDS, "both come again", () -> lanes.waiting() == 2);
            assertThat(lanes.next().text()).isEqualTo("lost by its lane");
            assertThat(door.metric("siaga.broker.abandoned")).isEqualTo(1);
        }
    }

    private void send(String text) throws Exception {
        try (Sender sender = new Sender(url)) {
            sender.publish("w/1", text);
        }
    }

    private static BrokerSubscriptionConfig shipped(String broker) {
        return BrokerSubscriptionConfig.of(broker, "watched");
    }
}
