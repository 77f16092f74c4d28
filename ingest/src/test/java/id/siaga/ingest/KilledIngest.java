package id.siaga.ingest;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

import id.siaga.ingest.lane.LaneConfig;
import id.siaga.ingest.mqtt.DeviceEndpointConfig;
import id.siaga.ingest.registry.Registry.Enrolment;
import id.siaga.ingest.store.Database;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;

/** Ingestion in a process of its own, which a test can kill as a power cut would. */
final class KilledIngest implements AutoCloseable {

    private final Process process;
    private final int port;

    private KilledIngest(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** The process: prints its port and runs until it is killed. */
    public static void main(String[] database) throws Exception {
        Ingest ingest = Ingest.start(Vertx.vertx(), Database.connect(database[0], database[1], database[2]),
                new IngestConfig(DeviceEndpointConfig.plain("127.0.0.1", 0), Optional.empty(), Optional.empty(),
                        LaneConfig.defaults(), Enrolment.CLOSED),
                new SimpleMeterRegistry(), Clock.systemUTC());
        System.out.println("port " + ingest.mqttPort());
    }

    static KilledIngest start(TestDatabase database) throws IOException {
        PGSimpleDataSource source = (PGSimpleDataSource) database.database().source();
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                KilledIngest.class.getName(), source.getUrl(), text(source.getUser()), text(source.getPassword()))
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String line = "";
        while (!line.startsWith("port ")) {
            line = process.inputReader().readLine();
            if (line == null) {
                throw new IOException("the process ended before it was ready");
            }
        }
        return new KilledIngest(process, Integer.parseInt(line.substring("port ".length())));
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    int port() {
        return port;
    }

    /** SIGKILL. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
