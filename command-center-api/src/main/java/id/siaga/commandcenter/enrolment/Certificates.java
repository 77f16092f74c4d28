package id.siaga.commandcenter.enrolment;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.account.Secrets;
import id.siaga.commandcenter.sql.Database;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Signs device certificates, binds each to its device, and revokes them. */
public final class Certificates {
    private static final String FIELDS = "fingerprint, device_id, serial, issuer, not_before, not_after, bound_at, revoked_at";

    private final Database database;
    private final CertificateAuthority authority;
    private final EnrolmentPolicy policy;

    public Certificates(Database database, CertificateAuthority authority, EnrolmentPolicy policy) {
        this.database = database;
        this.authority = authority;
        this.policy = policy;
        database.execute(
                """
                INSERT INTO telemetry.device_authority (fingerprint, certificate) VALUES (?, ?) ON CONFLICT DO NOTHING""",
                fingerprint(authority.certificate()), CertificateAuthority.pem(authority.certificate()));
    }

    /** Whether it is a PKCS#10 request whose maker holds the key, one strong enough to be trusted. */
    public static boolean isRequest(String text) {
        return SigningRequest.key(text).isPresent();
    }

    /** The certificate for the key of a PKCS#10 request; empty when the request is none. */
    public Optional<ObjectNode> sign(String deviceId, String request) {
        return SigningRequest.key(request).map(key -> described(bound(deviceId, key)));
    }

    /** For devices that cannot make a key: one made here, in a PKCS#12 store with a password; both told once. */
    public ObjectNode keyStore(String deviceId) {
        try {
            KeyPair keys = CertificateAuthority.keyPair();
            X509Certificate certificate = bound(deviceId, keys.getPublic());
            String password = Secrets.random();
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(deviceId, keys.getPrivate(), password.toCharArray(),
                    new X509Certificate[]{certificate, authority.certificate()});
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            store.store(bytes, password.toCharArray());
            return described(certificate).put("pkcs12_base64", Base64.getEncoder().encodeToString(bytes.toByteArray()))
                    .put("password", password);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("a key store could not be made", e);
        }
    }

    /** Bound before it is told: what we signed and do not know opens nothing. */
    private X509Certificate bound(String deviceId, PublicKey key) {
        X509Certificate certificate = authority.sign(deviceId, key, policy.certificate());
        database.execute(
                """
                INSERT INTO telemetry.device_certificate (fingerprint, device_id, serial, issuer, not_before, not_after)
                VALUES (?, ?, ?, ?, ?, ?)""", fingerprint(certificate), deviceId,
                certificate.getSerialNumber().toString(16), certificate.getIssuerX500Principal().getName(),
                certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant());
        return certificate;
    }

    private ObjectNode described(X509Certificate certificate) {
        return JsonNodeFactory.instance.objectNode().put("fingerprint", fingerprint(certificate))
                .put("serial", certificate.getSerialNumber().toString(16))
                .put("not_after", certificate.getNotAfter().toInstant().toString())
                .put("certificate", CertificateAuthority.pem(certificate))
                .put("authority", CertificateAuthority.pem(authority.certificate()));
    }

    /** Those of a device, newest first, revoked ones too. */
    public List<ObjectNode> of(String deviceId) {
        return database.rows("SELECT " + FIELDS
                + " FROM telemetry.device_certificate WHERE device_id = ? ORDER BY bound_at DESC LIMIT 100", deviceId);
    }

    /** It opens nothing from now on, and ends what it opened; empty when the device has none like it. */
    public Optional<ObjectNode> revoke(String deviceId, String fingerprint) {
        database.execute("""
                         UPDATE telemetry.device_certificate SET revoked_at = now()
                         WHERE device_id = ? AND fingerprint = ? AND revoked_at IS NULL""", deviceId, fingerprint);
        return database.row("SELECT " + FIELDS
                + " FROM telemetry.device_certificate WHERE device_id = ? AND fingerprint = ?", deviceId, fingerprint);
    }

    private static String fingerprint(X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
