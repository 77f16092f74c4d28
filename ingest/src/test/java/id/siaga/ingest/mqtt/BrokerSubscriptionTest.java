package id.siaga.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The subscription against HiveMQ CE in this process. */
@Timeout(60)
@SuppressWarnings("try") // being open is what a subscription or a broker does here
class BrokerSubscriptionTest {

    @TempDir
    private static Path home;
    private static EmbeddedBroker broker;
    private static String url;

    @BeforeAll
    static void startBroker() throws IOException {
        int port = EmbeddedBroker.freePort();
        broker = EmbeddedBroker.start(home.resolve("shared"), port);
        url = "tcp://127.0.0.1:" + port;
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void aMessageArrivesWithAllItCarries() throws Exception {
        Collector lanes = Collector.roomy();
        Instant before = Instant.now();
        try (Subscribed door = new Subscribed(Subscribed.config(url, "carries"), lanes, "a/+/up").up();
                Sender sender = new Sender(url)) {
            sender.publishDescribed("a/7/up", "21.5", "text/plain", "sv", "2");
            Collector.Taken taken = lanes.next();
            assertThat(taken.message().topic()).isEqualTo("a/7/up");
            assertThat(taken.message().payload()).isEqualTo("21.5".getBytes(StandardCharsets.UTF_8));
            assertThat(taken.message().contentType()).isEqualTo("text/plain");
            assertThat(taken.message().userProperties()).containsExactlyEntriesOf(Map.of("sv", "2"));
            assertThat(taken.message().retained()).isFalse();
            assertThat(taken.message().receivedAt()).isBetween(before, Instant.now());
            assertThat(door.metric("siaga.broker.messages")).isEqualTo(1);
            assertThat(door.metric("siaga.broker.connected")).isEqualTo(1);
        }
    }

    @Test
    void retainedStateIsMarkedAndComesOnlyToANewSubscription() throws Exception {
        try (Sender sender = new Sender(url)) {
            sender.publishRetained("r/1/status", "online");
            Collector lanes = Collector.roomy();
            try (Subscribed first = new Subscribed(Subscribed.config(url, "retained"), lanes, "r/#").up()) {
                Collector.Taken state = lanes.next();
                assertThat(state.message().retained()).isTrue();
                state.stored();
            }
            try (Subscribed second = new Subscribed(Subscribed.config(url, "retained"), lanes, "r/#").up()) {
                sender.publish("r/1/data", "fresh");
                assertThat(lanes.next().text()).isEqualTo("fresh");
            }
        }
    }

    @Test
    void whatIsNotAcknowledgedComesAgainAndWhatIsDoesNot() throws Exception {
        BrokerSubscriptionConfig config = Subscribed.config(url, "again");
        try (Sender sender = new Sender(url)) {
            Collector lanes = Collector.roomy();
            try (Subscribed first = new Subscribed(config, lanes, "b/#").up()) {
                sender.publish("b/1", "kept");
                assertThat(lanes.next().text()).isEqualTo("kept");
            }
            try (Subscribed second = new Subscribed(config, lanes, "b/#")) {
                Collector.Taken again = lanes.next();
                assertThat(again.text()).isEqualTo("kept");
                again.stored();
            }
            try (Subscribed third = new Subscribed(config, lanes, "b/#").up()) {
                sender.publish("b/1", "next");
                assertThat(lanes.next().text()).isEqualTo("next");
            }
        }
    }

    @Test
    void anAckFromBeforeTheLossCompletesNothingAfterIt() throws Exception {
        BrokerSubscriptionConfig config = Subscribed.config(url, "stale");
        Collector lanes = Collector.roomy();
        try (Sender sender = new Sender(url)) {
            try (Subscribed door = new Subscribed(config, lanes, "s/#").up()) {
                sender.publish("s/1", "one");
                Collector.Taken stale = lanes.next();
                takeSessionOver("stale-0");
                assertThat(lanes.next().text()).isEqualTo("one");
                stale.stored();
                assertThat(door.up().metric("siaga.broker.connections")).isEqualTo(2);
            }
            try (Subscribed later = new Subscribed(config, lanes, "s/#")) {
                assertThat(lanes.next().text()).as("the old ack must not have completed it").isEqualTo("one");
            }
        }
    }

    @Test
    void noMoreThanTheReceiveMaximumIsUnderwayAndAcksLetTheRestCome() throws Exception {
        BrokerSubscriptionConfig config = Subscribed.config(url, "bounded", 5, Duration.ofSeconds(30));
        Collector lanes = Collector.roomy();
        queueAtBroker(config, "c", 30);
        try (Subscribed door = new Subscribed(config, lanes, "c/#").up()) {
            List<Collector.Taken> held = take(lanes, 5);
            door.staysUp(Duration.ofMillis(500));
            assertThat(door.metric("siaga.broker.messages")).isEqualTo(5);
            // Last first: the acks still go out in the order of arrival.
            held.reversed().forEach(Collector.Taken::stored);
            storeInOrder(lanes, 5, 30);
            assertThat(door.metric("siaga.broker.messages")).isEqualTo(30);
        }
    }

    @Test
    void theConnectionOutlivesLanesThatAreFullForSeveralKeepAlives() throws Exception {
        BrokerSubscriptionConfig config = Subscribed.config(url, "patient", 40, Duration.ofSeconds(2));
        Collector lanes = Collector.full();
        queueAtBroker(config, "k", 100);
        try (Subscribed door = new Subscribed(config, lanes, "k/#").up()) {
            door.staysUp(Duration.ofSeconds(5));
            assertThat(door.metric("siaga.broker.messages")).as("all that may be underway").isEqualTo(40);
            lanes.makeRoom();
            storeInOrder(lanes, 0, 100);
            assertThat(door.metric("siaga.broker.connections")).isEqualTo(1);
        }
    }

    @Test
    void messagesSentWhileWeWereAwayArrive() throws Exception {
        BrokerSubscriptionConfig config = Subscribed.config(url, "away");
        Collector lanes = Collector.roomy();
        new Subscribed(config, lanes, "f/#").up().close();
        try (Sender sender = new Sender(url)) {
            sender.publish("f/1", "one");
            sender.publish("f/2", "two");
        }
        try (Subscribed back = new Subscribed(config, lanes, "f/#")) {
            assertThat(take(lanes, 2)).extracting(Collector.Taken::text).containsExactly("one", "two");
        }
    }

    @Test
    void qualityZeroArrivesAndItsAckIsNoPacket() throws Exception {
        Collector lanes = Collector.roomy();
        try (Subscribed door = new Subscribed(Subscribed.config(url, "zero"), lanes, "z/#").up();
                Sender sender = new Sender(url)) {
            sender.publish("z/1", "zero", 0);
            lanes.next().stored();
            sender.publish("z/1", "two", 2);
            lanes.next().stored();
            sender.publish("z/1", "one");
            assertThat(lanes.next().text()).isEqualTo("one");
            assertThat(door.metric("siaga.broker.connections")).isEqualTo(1);
        }
    }

    @Test
    void aSharedSubscriptionDividesTheMessages() throws Exception {
        Collector lanes = Collector.roomy();
        try (Subscribed left = new Subscribed(Subscribed.config(url, "left"), lanes, "$share/siaga/h/#").up();
                Subscribed right = new Subscribed(Subscribed.config(url, "right"), lanes, "$share/siaga/h/#").up();
                Sender sender = new Sender(url)) {
            List<String> sent = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                sender.publish("h/1", Integer.toString(i));
                sent.add(Integer.toString(i));
            }
            List<String> came = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                Collector.Taken taken = lanes.next();
                came.add(taken.text());
                taken.stored();
            }
            assertThat(came).containsExactlyInAnyOrderElementsOf(sent);
        }
    }

    @Test
    void anIntakeThatFailsGetsTheMessageOnceMore() throws Exception {
        Collector lanes = Collector.roomy();
        List<String> failures = new ArrayList<>();
        Intake once = new FailsFirst(lanes, 1, new IllegalStateException("a defect in the lanes"), failures);
        try (Subscribed door = new Subscribed(Subscribed.config(url, "fails"), once, "x/#").up();
                Sender sender = new Sender(url)) {
            sender.publish("x/1", "precious");
            assertThat(lanes.next().text()).isEqualTo("precious");
            assertThat(failures).containsExactly("x/1");
        }
    }

    @Test
    void whatTheIntakeFailsOnTwiceIsRefusedAndStopsNobody() throws Exception {
        Collector lanes = Collector.roomy();
        Intake twice = new FailsFirst(lanes, 2, new IllegalStateException("a defect in the lanes"), new ArrayList<>());
        try (Subscribed door = new Subscribed(Subscribed.config(url, "poison"), twice, "p/#").up();
                Sender sender = new Sender(url)) {
            sender.publish("p/1", "poison");
            sender.publish("p/2", "healthy");
            Collector.Taken poison = lanes.next();
            assertThat(poison.text()).isEqualTo("poison");
            assertThat(poison.refused()).isEqualTo("INTERNAL");
            poison.stored();
            assertThat(lanes.next().text()).isEqualTo("healthy");
        }
    }

    @Test
    void aPayloadThatIsTooLargeIsRefusedAndNotLost() throws Exception {
        Collector lanes = Collector.roomy();
        BrokerSubscriptionConfig config = Subscribed.config(url, "large")
                .withBounds(new BrokerBounds(10, 4_096, 4_096, 100));
        try (Subscribed door = new Subscribed(config, lanes, "l/#").up(); Sender sender = new Sender(url)) {
            sender.publish("l/1", "x".repeat(101));
            sender.publish("l/1", "x".repeat(100));
            Collector.Taken large = lanes.next();
            assertThat(large.refused()).isEqualTo("TOO_LARGE");
            assertThat(large.message().payload()).hasSize(101);
            large.stored();
            assertThat(lanes.next().refused()).isEmpty();
        }
    }

    @Test
    void sessionsOfOneGroupDivideTelemetryAndTheFirstTakesRetainedPresence() throws Exception {
        BrokerSubscriptionConfig config = Subscribed.config(url, "group")
                .withDivision(new BrokerDivision(3, "g", List.of("g/+/data", "g/+/status")));
        Collector lanes = Collector.roomy();
        try (Sender sender = new Sender(url)) {
            sender.publishRetained("g/1/status", "online");
            try (Subscribed door = new Subscribed(config, lanes, "unused").up()) {
                Collector.Taken presence = lanes.next();
                assertThat(presence.text()).isEqualTo("online");
                presence.stored();
                List<String> sent = new ArrayList<>();
                for (int i = 0; i < 60; i++) {
                    sender.publish("g/1/data", Integer.toString(i));
                    sent.add(Integer.toString(i));
                }
                List<String> came = new ArrayList<>();
                for (int i = 0; i < 60; i++) {
                    Collector.Taken taken = lanes.next();
                    came.add(taken.text());
                    taken.stored();
                }
                assertThat(came).containsExactlyInAnyOrderElementsOf(sent);
                assertThat(lanes.waiting()).isZero();
                assertThat(door.metric("siaga.broker.connected")).isEqualTo(3);
            }
        }
    }

    @Test
    void aBrokerThatComesLateAndRestartsIsFoundAgain() throws Exception {
        int port = EmbeddedBroker.freePort();
        String late = "tcp://127.0.0.1:" + port;
        Collector lanes = Collector.roomy();
        try (Subscribed door = new Subscribed(Subscribed.config(late, "late"), lanes, "d/#")) {
            assertThat(door.connected()).isFalse();
            try (EmbeddedBroker first = EmbeddedBroker.start(home.resolve("late"), port)) {
                door.up();
                sendOne(late, "before");
                Collector.Taken taken = lanes.next();
                assertThat(taken.text()).isEqualTo("before");
                taken.stored();
            }
            assertThat(door.down().metric("siaga.broker.connected")).isZero();
            try (EmbeddedBroker second = EmbeddedBroker.start(home.resolve("late"), port)) {
                door.up();
                sendOne(late, "after");
                assertThat(lanes.next().text()).isEqualTo("after");
            }
        }
    }

    /** Lets the messages wait in the session: HiveMQ sends the next batch, of 50 at most, when the last is acked. */
    private static void queueAtBroker(BrokerSubscriptionConfig config, String topic, int count) throws Exception {
        new Subscribed(config, Collector.roomy(), topic + "/#").up().close();
        try (Sender sender = new Sender(url)) {
            for (int i = 0; i < count; i++) {
                sender.publish(topic + "/1", Integer.toString(i));
            }
        }
    }

    private static void storeInOrder(Collector lanes, int from, int to) throws InterruptedException {
        for (int i = from; i < to; i++) {
            Collector.Taken taken = lanes.next();
            assertThat(taken.text()).isEqualTo(Integer.toString(i));
            taken.stored();
        }
    }

    private static void sendOne(String to, String text) throws MqttException {
        try (Sender sender = new Sender(to)) {
            sender.publish("d/1", text);
        }
    }

    private static List<Collector.Taken> take(Collector lanes, int count) throws InterruptedException {
        List<Collector.Taken> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            taken.add(lanes.next());
        }
        return taken;
    }

    /** The broker then ends the other connection of that session (MQTT 5 reason 0x8E). */
    private static void takeSessionOver(String clientId) throws MqttException {
        MqttAsyncClient intruder = new MqttAsyncClient(url, clientId, new MemoryPersistence());
        intruder.setManualAcks(true);
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setCleanStart(false);
        options.setSessionExpiryInterval(3_600L);
        intruder.connect(options).waitForCompletion(5_000);
        intruder.disconnectForcibly(0, 1_000, true);
        intruder.close(true);
    }
}
