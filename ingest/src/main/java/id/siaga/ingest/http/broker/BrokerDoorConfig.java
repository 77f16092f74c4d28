package id.siaga.ingest.http.broker;

import java.time.Duration;
import java.util.Optional;

import io.vertx.core.net.PemKeyCertOptions;

/**
 * Where external brokers ask, and the bounds of it.
 *
 * @param port 0 for any free one
 * @param certificate with TLS when there is one; questions carry devices' secrets
 * @param key what a broker shows to be answered at all
 * @param maxBodyBytes a longer question is answered 413
 * @param maxOpen questions that may be unanswered at once; beyond it 503
 * @param maxLookups of these, about clients that must be looked up in the database
 * @param remembered clients of brokers whose credential is remembered; of the others only the registration is judged
 * @param reviewEvery how often credentials that end by their own clock are looked at
 */
public record BrokerDoorConfig(String bind, int port, Optional<PemKeyCertOptions> certificate, String key,
        int maxBodyBytes, int maxOpen, int maxLookups, int remembered, Duration reviewEvery) {

    private static final int SHORTEST_KEY = 32;

    /** @throws IllegalArgumentException naming the field and the reason */
    public BrokerDoorConfig {
        if (key.length() < SHORTEST_KEY) {
            throw new IllegalArgumentException("broker door: the key must have at least " + SHORTEST_KEY
                    + " characters, not " + key.length());
        }
        if (maxBodyBytes < 1 || maxOpen < 1 || maxLookups < 1 || remembered < 1) {
            throw new IllegalArgumentException("broker door: bounds must be positive");
        }
    }

    public static BrokerDoorConfig at(String bind, int port, Optional<PemKeyCertOptions> certificate, String key) {
        return new BrokerDoorConfig(bind, port, certificate, key, 128 * 1024, 1_024, 64, 100_000,
                Duration.ofSeconds(1));
    }

    /** Without the key: this text reaches logs. */
    @Override
    public String toString() {
        return "broker door at " + bind + ":" + port;
    }
}
