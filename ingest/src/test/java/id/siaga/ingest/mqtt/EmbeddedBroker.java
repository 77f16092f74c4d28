package id.siaga.ingest.mqtt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

import com.hivemq.embedded.EmbeddedHiveMQ;

/** HiveMQ CE in this process, on a loopback port of its own; a restart keeps the port and forgets the sessions. */
public final class EmbeddedBroker implements AutoCloseable {

    private final EmbeddedHiveMQ hive;

    private EmbeddedBroker(EmbeddedHiveMQ hive) {
        this.hive = hive;
    }

    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Extensions that are in {@code home/extensions} are started with it. */
    public static EmbeddedBroker start(Path home, int port) throws IOException {
        Path conf = Files.createDirectories(home.resolve("conf"));
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
        EmbeddedHiveMQ hive = EmbeddedHiveMQ.builder().withConfigurationFolder(conf)
                .withDataFolder(Files.createDirectories(home.resolve("data")))
                .withExtensionsFolder(Files.createDirectories(home.resolve("extensions"))).withoutLoggingBootstrap()
                .build();
        hive.start().join();
        return new EmbeddedBroker(hive);
    }

    @Override
    public void close() {
        hive.stop().join();
    }
}
