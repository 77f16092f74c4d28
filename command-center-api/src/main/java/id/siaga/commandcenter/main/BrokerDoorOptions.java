package id.siaga.commandcenter.main;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import id.siaga.ingest.http.broker.BrokerDoorConfig;
import io.vertx.core.net.PemKeyCertOptions;
import picocli.CommandLine.Option;

/** Where external brokers ask who may connect, publish and subscribe. */
final class BrokerDoorOptions {

    @Option(names = "--broker-door-key-file", paramLabel = "FILE", defaultValue = "${env:SIAGA_BROKER_DOOR_KEY_FILE}", description = "Opens the door where external brokers ask for permissions (docs/brokers.md); the file holds the key they show, 32 characters or more (SIAGA_BROKER_DOOR_KEY_FILE).")
    private @Nullable Path keyFile;

    @Option(names = "--broker-door-port", paramLabel = "PORT", defaultValue = "${env:SIAGA_BROKER_DOOR_PORT:-8082}", description = "Port of that door (SIAGA_BROKER_DOOR_PORT; default 8082).")
    private int port;

    /** @throws IllegalArgumentException naming the option and what is wrong */
    Optional<BrokerDoorConfig> config(String bind, Optional<PemKeyCertOptions> certificate) {
        return Optional.ofNullable(keyFile).map(file -> BrokerDoorConfig.at(bind, port, certificate, key(file)));
    }

    private static String key(Path file) {
        return new Given("--broker-door-key-file", file).read(Files::readString).strip();
    }
}
