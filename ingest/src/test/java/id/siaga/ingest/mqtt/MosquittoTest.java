package id.siaga.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The subscription against Debian's Mosquitto, which keeps sessions over a restart. */
@Timeout(60)
@SuppressWarnings("try") // being open is what a subscription or a broker does here
class MosquittoTest {

    @BeforeAll
    static void needsMosquitto() {
        if (!Files.isExecutable(Mosquitto.PROGRAM)) {
            LoggerFactory.getLogger(MosquittoTest.class).atWarn()
                    .log("SKIPPED: no {}; apt-get install mosquitto to run these tests", Mosquitto.PROGRAM);
        }
        assumeTrue(Files.isExecutable(Mosquitto.PROGRAM), "no " + Mosquitto.PROGRAM);
    }

    @Test
    void unacknowledgedMessagesOutliveTheBroker(@TempDir Path home) throws Exception {
        int port = EmbeddedBroker.freePort();
        String url = "tcp://127.0.0.1:" + port;
        Collector lanes = Collector.roomy();
        try (Subscribed door = new Subscribed(Subscribed.config(url, "mosquitto"), lanes, "m/#")) {
            List<Collector.Taken> stale;
            try (Mosquitto first = Mosquitto.start(home, port); Sender sender = senderOnceUp(door, url)) {
                sender.publish("m/1", "stored");
                lanes.next().stored();
                sender.publish("m/1", "one");
                sender.publish("m/1", "two");
                stale = List.of(lanes.next(), lanes.next());
            }
            door.down();
            stale.forEach(Collector.Taken::stored);
            try (Mosquitto second = Mosquitto.start(home, port); Sender sender = senderOnceUp(door, url)) {
                for (String expected : List.of("one", "two")) {
                    Collector.Taken again = lanes.next();
                    assertThat(again.text()).isEqualTo(expected);
                    again.stored();
                }
                sender.publish("m/1", "three");
                assertThat(lanes.next().text()).isEqualTo("three");
            }
        }
    }

    @Test
    void theReceiveMaximumHoldsAndTheConnectionOutlivesFullLanes(@TempDir Path home) throws Exception {
        int port = EmbeddedBroker.freePort();
        String url = "tcp://127.0.0.1:" + port;
        Collector lanes = Collector.full();
        Collector control = Collector.roomy();
        try (Mosquitto broker = Mosquitto.start(home, port);
                Subscribed witness = new Subscribed(Subscribed.config(url, "witness"), control, "n/#").up();
                Subscribed door = new Subscribed(Subscribed.config(url, "full", 40, Duration.ofSeconds(2)), lanes,
                        "n/#").up();
                Sender sender = new Sender(url)) {
            for (int i = 0; i < 90; i++) {
                sender.publish("n/1", Integer.toString(i));
            }
            for (int i = 0; i < 90; i++) {
                control.next().stored();
            }
            door.staysUp(Duration.ofSeconds(5));
            assertThat(door.metric("siaga.broker.messages")).isEqualTo(40);
            lanes.makeRoom();
            for (int i = 0; i < 90; i++) {
                Collector.Taken taken = lanes.next();
                assertThat(taken.text()).isEqualTo(Integer.toString(i));
                taken.stored();
            }
            assertThat(door.metric("siaga.broker.connections")).isEqualTo(1);
        }
    }

    private static Sender senderOnceUp(Subscribed door, String url) throws MqttException {
        door.up();
        return new Sender(url);
    }
}
