package id.siaga.ingest.mqtt;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

import javax.net.ssl.X509TrustManager;

/**
 * Lets TLS prove that a client holds the key of the certificate it shows, and no more: whether that certificate opens
 * the door the doorkeeper says at CONNECT, where a no has a reason and leaves a row. A server is never trusted by this.
 */
final class AnyClient implements X509TrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {
        // At CONNECT.
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("this is a server's own trust");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
