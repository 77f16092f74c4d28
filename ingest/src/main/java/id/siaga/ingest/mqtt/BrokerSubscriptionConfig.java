package id.siaga.ingest.mqtt;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;

/**
 * Which broker to subscribe to, and the bounds of doing so.
 *
 * @param url {@code tcp://host:port}, or {@code ssl://host:port} for TLS with the JVM's trust store
 * @param clientId names the session the broker keeps for us: unique per process, the same after a restart
 * @param user empty when the broker asks for none
 * @param password empty when the broker asks for none
 * @param receiveMaximum QoS 1 messages the broker may have sent without our ack, 1…65535 (MQTT 5 §3.1.2.11.3)
 * @param sessionExpiry how long the broker keeps messages while we are away, in whole seconds
 * @param keepAlive longest silence towards the broker, 1…65535 s
 * @param connectWithin how long connecting or subscribing may take
 * @param firstPause wait after the first failure; it doubles with each further one
 * @param longestPause where the doubling ends
 */
public record BrokerSubscriptionConfig(String url, String clientId, String user, String password, int receiveMaximum,
        Duration sessionExpiry, Duration keepAlive, Duration connectWithin, Duration firstPause,
        Duration longestPause) {

    private static final long TWO_BYTES = 0xFFFF;
    private static final long FOUR_BYTES = 0xFFFF_FFFFL;

    /** @throws IllegalArgumentException naming the field and the reason */
    public BrokerSubscriptionConfig {
        checkUrl(url);
        require(!clientId.isBlank(), "client id must not be blank: it names the session");
        require(!user.isEmpty() || password.isEmpty(), "password is given without a user");
        within("receive maximum", receiveMaximum, TWO_BYTES);
        within("session expiry in seconds", sessionExpiry.toSeconds(), FOUR_BYTES);
        within("keep alive in seconds", keepAlive.toSeconds(), TWO_BYTES);
        require(connectWithin.toMillis() > 0, "connect time must be positive, not " + connectWithin);
        require(firstPause.toMillis() > 0, "first pause must be positive, not " + firstPause);
        require(longestPause.compareTo(firstPause) >= 0,
                "longest pause " + longestPause + " is shorter than the first, " + firstPause);
    }

    public static BrokerSubscriptionConfig of(String url, String user, String password) {
        return new BrokerSubscriptionConfig(url, "siaga-ingest", user, password, 1_000, Duration.ofDays(1),
                Duration.ofMinutes(1), Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofMinutes(1));
    }

    /** Without the password: this text reaches logs. */
    @Override
    public String toString() {
        return clientId + " at " + url + ", receive maximum " + receiveMaximum;
    }

    private static void checkUrl(String url) {
        URI uri = parse(url);
        require(uri.getRawUserInfo() == null, "url must not carry a user or password: give them apart");
        boolean scheme = "tcp".equals(uri.getScheme()) || "ssl".equals(uri.getScheme());
        boolean bare = "".equals(uri.getRawPath()) && uri.getRawQuery() == null && uri.getRawFragment() == null;
        require(scheme && bare && uri.getHost() != null, "url must be tcp://host:port or ssl://host:port, not " + url);
        within("url port", uri.getPort(), TWO_BYTES);
    }

    private static URI parse(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("broker url must be tcp://host:port or ssl://host:port: "
                    + e.getReason(), e);
        }
    }

    private static void within(String field, long value, long most) {
        require(value >= 1 && value <= most, field + " must be 1…" + most + ", not " + value);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException("broker " + otherwise);
        }
    }
}
