package id.siaga.ingest.mqtt;

import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

import javax.net.ssl.SSLPeerUnverifiedException;

import id.siaga.ingest.registry.Doorkeeper;
import id.siaga.ingest.registry.Entry;
import io.vertx.mqtt.MqttAuth;
import io.vertx.mqtt.MqttEndpoint;

/**
 * What a client brings to prove who it is.
 *
 * @param user empty when it gave none
 * @param chain its certificate first; empty when it showed none
 */
record Presented(String user, String secret, List<X509Certificate> chain) {

    static Presented by(MqttEndpoint endpoint) {
        MqttAuth auth = endpoint.auth();
        boolean named = auth != null && auth.getUsername() != null;
        return new Presented(named ? auth.getUsername() : "", named ? String.valueOf(auth.getPassword()) : "",
                endpoint.isSsl() ? chain(endpoint) : List.of());
    }

    private static List<X509Certificate> chain(MqttEndpoint endpoint) {
        try {
            Certificate[] shown = endpoint.sslSession().getPeerCertificates();
            return Arrays.stream(shown).map(X509Certificate.class::cast).toList();
        } catch (SSLPeerUnverifiedException e) {
            return List.of();
        }
    }

    boolean isNothing() {
        return user.isEmpty() && chain.isEmpty();
    }

    /** Blocks on the database. */
    Entry to(Doorkeeper doorkeeper) throws SQLException {
        return chain.isEmpty() ? doorkeeper.identify(user, secret) : doorkeeper.identify(chain, user);
    }

    @Override
    public String toString() {
        return "Presented[" + chain.size() + " certificates]";
    }
}
