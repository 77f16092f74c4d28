package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.embedded.EmbeddedHiveMQ;
import id.siaga.commandcenter.audit.AuditLog;
import id.siaga.commandcenter.audit.AuditRecord;
import id.siaga.commandcenter.audit.anchor.Anchor;
import id.siaga.commandcenter.audit.anchor.AnchorAge;
import id.siaga.commandcenter.audit.anchor.AnchorFile;
import id.siaga.commandcenter.audit.anchor.AnchorKey;
import id.siaga.commandcenter.audit.anchor.AnchorPolicy;
import id.siaga.commandcenter.audit.anchor.AnchorSeal;
import id.siaga.commandcenter.audit.anchor.AnchorTopic;
import id.siaga.commandcenter.audit.anchor.Anchoring;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Anchors in a file and at a real broker; when they are made, and what is said when they cannot be. */
class AnchorPlacesTest {
    private static ScratchDatabase scratch;
    @TempDir
    private Path home;

    @BeforeAll
    static void start() throws SQLException {
        scratch = new ScratchDatabase();
        scratch.migrateCommand();
    }

    @AfterAll
    static void stop() throws SQLException {
        scratch.close();
    }

    private Anchoring anchoring(List<AnchorTopic> topics, AnchorPolicy policy, Instant now) throws IOException {
        return new Anchoring(scratch.database(), AnchorKey.in(home.resolve("audit")),
                AnchorFile.in(home.resolve("anchors")), topics, policy, Clock.fixed(now, ZoneOffset.UTC));
    }

    private static AnchorPolicy policy(long records) {
        return new AnchorPolicy(Duration.ofSeconds(5), Duration.ofMinutes(5), records, Duration.ofMinutes(15));
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(home.resolve("anchors").resolve(AnchorFile.NAME));
    }

    private static void record(int count) {
        for (int i = 0; i < count; i++) {
            new AuditLog(scratch.database()).write(new AuditRecord.Deed("read", "x", "", "{}"));
        }
    }

    @Test
    void theBrokerKeepsTheNewestAnchor() throws IOException {
        int port = freePort();
        EmbeddedHiveMQ hive = broker(home, port);
        hive.start().join();
        try {
            AnchorTopic topic = new AnchorTopic("tcp://127.0.0.1:" + port, new MqttConnectionOptions());
            assertThatThrownBy(() -> new AnchorTopic(topic.url(), topic.login()).get())
                    .hasMessageContaining("no anchor");
            Anchoring anchoring = anchoring(List.of(topic), policy(1000), Instant.now());
            anchoring.anchor();
            record(1);
            anchoring.anchor();
            assertThat(topic.get()).isEqualTo(lines().getLast());
            assertThat(AnchorSeal.of(home.resolve("audit").resolve(AnchorKey.PUBLIC)).holds(Anchor.of(topic.get())))
                    .isTrue();
            assertThat(scratch.database().row("SELECT detail FROM audit.record WHERE action = 'anchor' "
                    + "ORDER BY seq DESC LIMIT 1").orElseThrow().path("detail").asText()).contains(topic.name());
        } finally {
            hive.stop().join();
        }
    }

    @Test
    void anAnchorIsMadeAtTheStartThenWhenTimeHasPassedOrRecordsWereAdded() throws IOException {
        Instant now = Instant.now();
        anchoring(List.of(), policy(10), now).look();
        assertThat(lines()).hasSize(1);
        anchoring(List.of(), policy(10), now.plusSeconds(200)).look();
        assertThat(lines()).hasSize(1);
        record(10);
        anchoring(List.of(), policy(10), now.plusSeconds(201)).look();
        assertThat(lines()).hasSize(2);
        anchoring(List.of(), policy(10), now.plusSeconds(501)).look();
        assertThat(lines()).hasSize(3);
    }

    @Test
    void aBrokerThatIsAwayIsATroubleAndTheFileIsWrittenAllTheSame() throws IOException {
        AnchorTopic away = new AnchorTopic("tcp://127.0.0.1:" + freePort(), new MqttConnectionOptions());
        AnchorPolicy soon = new AnchorPolicy(Duration.ZERO, Duration.ZERO, 1, Duration.ofNanos(-1));
        Anchoring anchoring = new Anchoring(scratch.database(), AnchorKey.in(home.resolve("audit")),
                AnchorFile.in(home.resolve("anchors")), List.of(away), soon, Clock.systemUTC());
        anchoring.look();
        assertThat(lines()).hasSize(1);
        assertThat(anchoring.ages()).extracting(AnchorAge::place).hasSize(2).last().isEqualTo(away.name());
        assertThat(anchoring.trouble()).isPresent();
    }

    @Test
    void whatACrashLeftOfALineDoesNotSpoilTheNext() throws IOException {
        Anchoring anchoring = anchoring(List.of(), policy(1000), Instant.now());
        anchoring.anchor();
        Files.writeString(home.resolve("anchors").resolve(AnchorFile.NAME), "{\"format\":\"siaga-an",
                StandardOpenOption.APPEND);
        anchoring.anchor();
        assertThat(lines()).hasSize(2).last().satisfies(line -> assertThat(Anchor.of(line).number()).isEqualTo(2));
    }

    @Test
    void theKeyIsTheOwnersAloneAndIsNotReplacedSilently() throws IOException {
        Path folder = home.resolve("audit");
        AnchorKey.in(folder);
        Path secret = folder.resolve("anchor-key.pem");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret))).isEqualTo("rw-------");
        Files.delete(secret);
        assertThatThrownBy(() -> AnchorKey.in(folder)).isInstanceOf(IOException.class);
    }

    /** A broker of HiveMQ CE, not started; its files in the folder. */
    static EmbeddedHiveMQ broker(Path home, int port) throws IOException {
        Path conf = Files.createDirectories(home.resolve("hive/conf"));
        Files.writeString(conf.resolve("config.xml"),
                """
                <?xml version="1.0"?>
                <hivemq>
                  <listeners>
                    <tcp-listener><port>%d</port><bind-address>127.0.0.1</bind-address></tcp-listener>
                  </listeners>
                  <persistence><mode>in-memory</mode></persistence>
                  <anonymous-usage-statistics><enabled>false</enabled></anonymous-usage-statistics>
                </hivemq>
                """.formatted(port));
        return EmbeddedHiveMQ.builder().withConfigurationFolder(conf)
                .withDataFolder(Files.createDirectories(home.resolve("hive/data")))
                .withExtensionsFolder(Files.createDirectories(home.resolve("hive/extensions")))
                .withoutLoggingBootstrap().build();
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
