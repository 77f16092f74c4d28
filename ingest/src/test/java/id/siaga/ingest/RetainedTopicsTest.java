package id.siaga.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import id.siaga.ingest.lane.LaneConfig;
import id.siaga.ingest.mqtt.DeviceEndpointConfig;
import id.siaga.ingest.mqtt.PlatformTopics;
import id.siaga.ingest.mqtt.RetainedTopics;
import id.siaga.ingest.registry.Registry.Enrolment;

/** What the platform keeps at the door for people and programs, and that no device has a say in it. */
class RetainedTopicsTest {

    private static final String TOPIC = "city/audit/anchor";
    private static final String TOKEN = "siaga_token";

    @TempDir
    private static Path folder;
    private static final Set<String> readers = ConcurrentHashMap.newKeySet();
    private static TestDatabase database;
    private static RunningIngest ingest;

    private final BlockingQueue<MqttMessage> heard = new LinkedBlockingQueue<>();

    @BeforeAll
    static void start() throws Exception {
        database = TestDatabase.create();
        ingest = new RunningIngest(database, config(8));
        ingest.register("awlr-own", "flood", "11000, NULL");
    }

    private static IngestConfig config(int most) {
        return new IngestConfig(DeviceEndpointConfig.plain("127.0.0.1", 0), Optional.empty(), Optional.empty(),
                LaneConfig.defaults(), Enrolment.CLOSED)
                .withPlatform(new PlatformTopics(RetainedTopics.in(folder.resolve("kept")),
                        (user, token) -> readers.contains(user) && token.equals(TOKEN), most));
    }

    @AfterAll
    static void stop() throws Exception {
        ingest.close();
        database.close();
    }

    @BeforeEach
    void keepOne() throws IOException {
        readers.add("siti");
        keep("one");
    }

    private static void keep(String text) throws IOException {
        RetainedTopics.in(folder.resolve("kept")).put(TOPIC, text.getBytes(StandardCharsets.UTF_8));
    }

    private MqttAsyncClient reader() throws MqttException {
        MqttAsyncClient client = ingest.connect("siti", TOKEN);
        client.setCallback(new Listening(heard));
        return client;
    }

    private static int subscribe(MqttAsyncClient client, String filter, int retainHandling, Flag flag)
            throws MqttException {
        MqttSubscription subscription = new MqttSubscription(filter, 1);
        subscription.setRetainHandling(retainHandling);
        subscription.setRetainAsPublished(flag == Flag.AS_PUBLISHED);
        IMqttToken token = client.subscribe(subscription);
        token.waitForCompletion(10_000);
        return token.getReasonCodes()[0];
    }

    private enum Flag {
        CLEARED, AS_PUBLISHED
    }

    private MqttMessage next() throws InterruptedException {
        MqttMessage message = heard.poll(10, TimeUnit.SECONDS);
        assertThat(message).isNotNull();
        return message;
    }

    @Test
    void whoSubscribesIsToldWhatIsKeptAndThenWhatIsNew() throws Exception {
        MqttAsyncClient client = reader();
        assertThat(subscribe(client, TOPIC, 0, Flag.CLEARED)).isEqualTo(1);
        MqttMessage kept = next();
        assertThat(kept.toString()).isEqualTo("one");
        assertThat(kept.isRetained()).isTrue();
        keep("two");
        MqttMessage live = next();
        assertThat(live.toString()).isEqualTo("two");
        assertThat(live.isRetained()).as("it is news").isFalse();
        client.disconnect().waitForCompletion(10_000);
    }

    @Test
    void retainHandlingAndTheFlagAsPublishedAreAsAskedFor() throws Exception {
        MqttAsyncClient client = reader();
        subscribe(client, "city/audit/#", 2, Flag.AS_PUBLISHED);
        keep("new");
        MqttMessage live = next();
        assertThat(live.toString()).as("with 2 nothing was told before").isEqualTo("new");
        assertThat(live.isRetained()).isTrue();
        subscribe(client, "city/audit/#", 1, Flag.CLEARED);
        keep("newer");
        assertThat(next().toString()).as("with 1 not again").isEqualTo("newer");
        subscribe(client, "city/audit/+", 1, Flag.CLEARED);
        assertThat(next().isRetained()).as("with 1 the first time").isTrue();
        subscribe(client, "city/audit/+", 0, Flag.CLEARED);
        assertThat(next().isRetained()).as("with 0 every time").isTrue();
        client.disconnect().waitForCompletion(10_000);
    }

    @Test
    void anOlderClientIsToldAtEverySubscription() throws Exception {
        try (Mqtt5Socket socket = new Mqtt5Socket(ingest.port())) {
            socket.send(0x10, body -> {
                body.writeUTF("MQTT");
                body.writeByte(4);
                body.writeByte(0xC2);
                body.writeShort(60);
                body.writeUTF("v3");
                body.writeUTF("siti");
                body.writeUTF(TOKEN);
            });
            assertThat(socket.hear().reason()).isZero();
            for (int i = 0; i < 2; i++) {
                socket.send(0x82, body -> {
                    body.writeShort(7);
                    body.writeUTF(TOPIC);
                    body.writeByte(0);
                });
                assertThat(socket.hear().reason()).isZero();
                assertThat(new String(socket.hear().body(), StandardCharsets.UTF_8)).endsWith("anchorone");
            }
        }
    }

    @Test
    void aReaderHearsNothingElseAndSaysNothing() throws Exception {
        try (Mqtt5Socket socket = new Mqtt5Socket(ingest.port())) {
            assertThat(socket.connect("siti", TOKEN)).isZero();
            for (String other : new String[]{"#", "city/flood/awlr-own/receipt", "$share/a/city/audit/anchor",
                    "city/audit/a#"}) {
                assertThat(socket.subscribe(other).reason()).as(other).isEqualTo(0x87);
            }
            assertThat(socket.publish(TOPIC, "forged").type()).isEqualTo(Mqtt5Socket.DISCONNECT);
        }
        assertThat(connack("budi", TOKEN)).as("nobody's token").isEqualTo(0x86);
        assertThat(connack("siti", "siaga_other")).isEqualTo(0x86);
    }

    @Test
    void noDevicePublishesOrListensThere() throws Exception {
        try (Mqtt5Socket device = new Mqtt5Socket(ingest.port())) {
            assertThat(device.connect("awlr-own", RunningIngest.SECRET)).isZero();
            assertThat(device.publish(TOPIC, "forged").reason()).isEqualTo(0x87);
            assertThat(device.subscribe(TOPIC).reason()).isEqualTo(0x87);
        }
        MqttAsyncClient client = reader();
        subscribe(client, TOPIC, 0, Flag.CLEARED);
        assertThat(next().toString()).isEqualTo("one");
        client.disconnect().waitForCompletion(10_000);
    }

    @Test
    void whoMayNoMoreIsNotToldWhatIsNew() throws Exception {
        try (Mqtt5Socket socket = new Mqtt5Socket(ingest.port())) {
            assertThat(socket.connect("siti", TOKEN)).isZero();
            assertThat(socket.subscribe(TOPIC).reason()).isEqualTo(1);
            assertThat(Mqtt5Socket.payload(socket.hear())).isEqualTo("one");
            readers.clear();
            keep("secret");
            assertThat(socket.hear().type()).isEqualTo(Mqtt5Socket.DISCONNECT);
        }
    }

    @Test
    void whatIsKeptIsSmall() throws Exception {
        RetainedTopics small = new RetainedTopics(folder.resolve("small"), 1, 3);
        small.put("city/audit/a", "abc".getBytes(StandardCharsets.UTF_8));
        small.put("city/audit/a", "def".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> small.put("city/audit/a", new byte[4])).hasMessageContaining("at most 3");
        assertThatThrownBy(() -> small.put("city/audit/b", new byte[1])).hasMessageContaining("one more than 1");
        assertThatThrownBy(() -> small.put("city/flood/b", new byte[1])).hasMessageContaining("not the platform's");
        small.put("city/audit/a", new byte[0]);
        small.put("city/audit/b", new byte[1]);
    }

    @Test
    void itIsKeptAcrossARestartForAsManyAsThereIsRoomFor() throws Exception {
        try (RunningIngest again = new RunningIngest(database, config(1));
                Mqtt5Socket socket = new Mqtt5Socket(again.port());
                Mqtt5Socket oneMore = new Mqtt5Socket(again.port())) {
            assertThat(socket.connect("siti", TOKEN)).isZero();
            assertThat(oneMore.connect("siti", TOKEN)).as("busy").isEqualTo(0x89);
            socket.subscribe(TOPIC);
            assertThat(Mqtt5Socket.payload(socket.hear())).isEqualTo("one");
        }
    }

    private static int connack(String user, String secret) throws IOException {
        try (Mqtt5Socket socket = new Mqtt5Socket(ingest.port())) {
            return socket.connect(user, secret);
        }
    }

    private record Listening(BlockingQueue<MqttMessage> heard) implements MqttCallback {

        @Override
        public void messageArrived(String topic, MqttMessage message) {
            heard.add(message);
        }

        @Override
        public void disconnected(MqttDisconnectResponse response) {
        }

        @Override
        public void mqttErrorOccurred(MqttException failure) {
        }

        @Override
        public void deliveryComplete(IMqttToken token) {
        }

        @Override
        public void connectComplete(boolean again, String server) {
        }

        @Override
        public void authPacketArrived(int reason, MqttProperties properties) {
        }
    }
}
