package id.siaga.ingest.mqtt;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which broker to subscribe to, as whom, and the bounds of doing so.
 *
 * @param url {@code tcp://host:port}, or {@code ssl://host:port} for TLS
 * @param clientId names the sessions the broker keeps for us, which add their number: unique per process, the same
 *        after a restart
 * @param user empty when the broker asks for none
 * @param password empty when the broker asks for none
 * @param authority PEM certificates that vouch for the broker; empty for the JVM's trust store
 */
public record BrokerSubscriptionConfig(String url, String clientId, String user, String password,
        Optional<Path> authority, BrokerDivision division, BrokerBounds bounds, BrokerPatience patience) {

    private static final long TWO_BYTES = 0xFFFF;

    /** @throws IllegalArgumentException naming the field and the reason */
    public BrokerSubscriptionConfig {
        checkUrl(url);
        require(!clientId.isBlank(), "client id must not be blank: it names the session");
        require(!user.isEmpty() || password.isEmpty(), "password is given without a user");
        require(authority.isEmpty() || url.startsWith("ssl:"), "certificate authority is given without ssl://");
    }

    public static BrokerSubscriptionConfig of(String url, String clientId) {
        return new BrokerSubscriptionConfig(url, clientId, "", "", Optional.empty(), BrokerDivision.none(),
                BrokerBounds.defaults(), BrokerPatience.defaults());
    }

    public BrokerSubscriptionConfig withLogin(String name, String secret) {
        return new BrokerSubscriptionConfig(url, clientId, name, secret, authority, division, bounds, patience);
    }

    public BrokerSubscriptionConfig withAuthority(Optional<Path> certificates) {
        return new BrokerSubscriptionConfig(url, clientId, user, password, certificates, division, bounds, patience);
    }

    public BrokerSubscriptionConfig withDivision(BrokerDivision among) {
        return new BrokerSubscriptionConfig(url, clientId, user, password, authority, among, bounds, patience);
    }

    public BrokerSubscriptionConfig withBounds(BrokerBounds most) {
        return new BrokerSubscriptionConfig(url, clientId, user, password, authority, division, most, patience);
    }

    public BrokerSubscriptionConfig withPatience(BrokerPatience waits) {
        return new BrokerSubscriptionConfig(url, clientId, user, password, authority, division, bounds, waits);
    }

    /** The id of one of its sessions, counted from 0. */
    String clientId(int session) {
        return clientId + "-" + session;
    }

    /** Without the password: this text reaches logs. */
    @Override
    public String toString() {
        return clientId + " at " + url + ", receive maximum " + bounds.receiveMaximum();
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

    static void within(String field, long value, long most) {
        require(value >= 1 && value <= most, field + " must be 1…" + most + ", not " + value);
    }

    static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException("broker " + otherwise);
        }
    }
}
