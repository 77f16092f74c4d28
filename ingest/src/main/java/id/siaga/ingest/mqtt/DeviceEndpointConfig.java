package id.siaga.ingest.mqtt;

import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import id.siaga.ingest.registry.Quota;

/**
 * The door's bounds.
 *
 * @param host address to bind
 * @param port 0 for any free one
 * @param certificate PEM chain; with {@code key} it makes this a TLS listener
 * @param maxPacketBytes a larger packet closes the connection (MQTT 5 reason 0x95)
 * @param maxPayloadBytes a larger payload goes to quarantine
 * @param maxInFlight publishes of one connection that may wait for their commit before its socket is paused; told to
 *        MQTT 5 clients as Receive Maximum
 * @param connectWithin how long a connection may take to send CONNECT
 * @param longestKeepAlive a client that asks for more, or for none, is held to this
 * @param claimWithin how long a connection that was let in by a claim code may take to fetch its credentials
 * @param reviewEvery how soon a credential that ended by its own clock ends the connection it opened
 * @param quota what a device may send before its socket is read more slowly
 */
public record DeviceEndpointConfig(String host, int port, @Nullable Path certificate, @Nullable Path key,
        int maxPacketBytes, int maxPayloadBytes, int maxInFlight, Duration connectWithin, Duration longestKeepAlive,
        Duration claimWithin, Duration reviewEvery, Quota quota) {

    public DeviceEndpointConfig {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("mqtt port must be 0…65535, not " + port);
        }
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException("TLS needs both a certificate and a key");
        }
    }

    public static DeviceEndpointConfig plain(String host, int port) {
        return new DeviceEndpointConfig(host, port, null, null, 256 * 1024, 64 * 1024, 1_000, Duration.ofSeconds(10),
                Duration.ofHours(2), Duration.ofSeconds(30), Duration.ofSeconds(1), Quota.defaults());
    }

    public DeviceEndpointConfig withTls(int tlsPort, Path tlsCertificate, Path tlsKey) {
        return new DeviceEndpointConfig(host, tlsPort, tlsCertificate, tlsKey, maxPacketBytes, maxPayloadBytes,
                maxInFlight, connectWithin, longestKeepAlive, claimWithin, reviewEvery, quota);
    }

    public boolean tls() {
        return certificate != null;
    }
}
