package id.siaga.hivemq;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.hivemq.extension.sdk.api.async.Async;
import com.hivemq.extension.sdk.api.async.TimeoutFallback;
import com.hivemq.extension.sdk.api.auth.SimpleAuthenticator;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthInput;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthOutput;
import com.hivemq.extension.sdk.api.client.parameter.ClientTlsInformation;
import com.hivemq.extension.sdk.api.client.parameter.ConnectionInformation;
import com.hivemq.extension.sdk.api.packets.connect.ConnackReasonCode;
import com.hivemq.extension.sdk.api.packets.connect.ConnectPacket;

/** Whether a client may connect. */
final class Login implements SimpleAuthenticator {

    /** Under this name a connection keeps whose it is. */
    static final String USER = "siaga.user";

    private static final Logger LOG = LoggerFactory.getLogger(Login.class);

    private final Door door;
    private final Settings settings;

    Login(Door door, Settings settings) {
        this.door = door;
        this.settings = settings;
    }

    @Override
    public void onConnect(SimpleAuthInput input, SimpleAuthOutput output) {
        ConnectPacket connect = input.getConnectPacket();
        String user = connect.getUserName().orElse("");
        input.getConnectionInformation().getConnectionAttributeStore().putAsString(USER, user);
        Async<SimpleAuthOutput> later = output.async(settings.answerWithin().multipliedBy(2), TimeoutFallback.FAILURE);
        var unused = door.ask("/mosquitto/user", Map.of(
                "username", user, "password", connect.getPassword().map(Login::text).orElse(""),
                "clientid", connect.getClientId(), "peerhost", address(input.getConnectionInformation()),
                "cert_pem", certificate(input.getConnectionInformation())))
                .whenComplete((allowed, failure) -> {
                    settle(output, failure == null ? Optional.of(allowed) : Optional.empty());
                    later.resume();
                });
    }

    private static void settle(SimpleAuthOutput output, Optional<Boolean> allowed) {
        if (allowed.isEmpty()) {
            LOG.warn("Siaga did not answer; a client was not let in");
            output.failAuthentication(ConnackReasonCode.SERVER_UNAVAILABLE);
        } else if (allowed.get()) {
            output.authenticateSuccessfully();
        } else {
            output.failAuthentication(ConnackReasonCode.NOT_AUTHORIZED);
        }
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }

    private static String address(ConnectionInformation connection) {
        return connection.getInetAddress().map(InetAddress::getHostAddress).orElse("");
    }

    private static String certificate(ConnectionInformation connection) {
        return connection.getClientTlsInformation().flatMap(ClientTlsInformation::getClientCertificate)
                .map(Login::pem).orElse("");
    }

    private static String pem(X509Certificate certificate) {
        try {
            return "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("TLS took a certificate that has no encoding", e);
        }
    }
}
