package id.siaga.ingest.registry;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXCertPathValidatorResult;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import javax.sql.DataSource;

/**
 * Tells devices by their client certificates: signed by our own authority, which binds each when it signs it, or by the
 * city's, whose certificates are bound to their device when they are first seen. TLS has proved that the client holds
 * the key; all else is looked at here, so that a no is an MQTT reason and a row. Blocks on the database.
 */
final class DeviceCertificates {

    private static final String CLIENT = "1.3.6.1.5.5.7.3.2";

    private final DataSource database;
    private final Registry registry;
    private final Set<TrustAnchor> city;
    private volatile Set<TrustAnchor> own = Set.of();

    /** @param city authorities the city runs itself */
    DeviceCertificates(DataSource database, Registry registry, List<X509Certificate> city) {
        this.database = database;
        this.registry = registry;
        this.city = anchors(city);
    }

    private static Set<TrustAnchor> anchors(List<X509Certificate> authorities) {
        Set<TrustAnchor> anchors = new HashSet<>();
        authorities.forEach(each -> anchors.add(new TrustAnchor(each, null)));
        return anchors;
    }

    /** @param user the user name given besides, empty when there was none; it must not be another's */
    Entry identify(List<X509Certificate> chain, String user) throws SQLException {
        X509Certificate leaf = chain.getFirst();
        String serial = "serial " + leaf.getSerialNumber().toString(16);
        String subject = CertificateNames.of(leaf).stream().findFirst().orElse("");
        try {
            boolean bind = city.contains(validated(chain).getTrustAnchor());
            Optional<Identity> who = bound(leaf, user, bind);
            return who.<Entry>map(Entry.Known::new)
                    .orElseGet(() -> new Entry.Refused(subject, Refusal.CERTIFICATE_REVOKED, serial));
        } catch (CertPathValidatorException e) {
            return new Entry.Refused(subject, refusal(e), serial);
        } catch (GeneralSecurityException e) {
            return new Entry.Refused(subject, Refusal.UNKNOWN_AUTHORITY, serial);
        }
    }

    private static Refusal refusal(CertPathValidatorException e) {
        boolean untimely = e.getReason() == CertPathValidatorException.BasicReason.EXPIRED
                || e.getReason() == CertPathValidatorException.BasicReason.NOT_YET_VALID;
        return untimely ? Refusal.CERTIFICATE_EXPIRED : Refusal.UNKNOWN_AUTHORITY;
    }

    private PKIXCertPathValidatorResult validated(List<X509Certificate> chain)
            throws GeneralSecurityException, SQLException {
        try {
            return validate(chain);
        } catch (CertPathValidatorException e) {
            if (refusal(e) != Refusal.UNKNOWN_AUTHORITY || !loadOwn()) {
                throw e;
            }
            return validate(chain);
        }
    }

    private PKIXCertPathValidatorResult validate(List<X509Certificate> chain) throws GeneralSecurityException {
        X509Certificate leaf = chain.getFirst();
        List<String> uses = leaf.getExtendedKeyUsage();
        Set<TrustAnchor> anchors = new HashSet<>(city);
        anchors.addAll(own);
        if (anchors.isEmpty() || leaf.getBasicConstraints() >= 0 || (uses != null && !uses.contains(CLIENT))) {
            throw new CertPathValidatorException("not a client certificate of any authority known here");
        }
        PKIXParameters parameters = new PKIXParameters(anchors);
        // Revocation is a column: a list to be fetched from elsewhere would be late or away.
        parameters.setRevocationEnabled(false);
        List<X509Certificate> path = chain.stream()
                .filter(each -> anchors.stream().noneMatch(anchor -> each.equals(anchor.getTrustedCert()))).toList();
        return (PKIXCertPathValidatorResult) CertPathValidator.getInstance("PKIX")
                .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
    }

    private Optional<Identity> bound(X509Certificate leaf, String user, boolean bind)
            throws GeneralSecurityException, SQLException {
        for (String name : CertificateNames.of(leaf)) {
            Optional<Device> device = registry.find(name).filter(each -> each.status() == Device.Status.ACTIVE);
            if (device.isPresent() && (user.isEmpty() || user.equals(name) || user.equals(device.get().deviceId()))) {
                return holding(leaf, device.get(), bind);
            }
        }
        return Optional.empty();
    }

    private Optional<Identity> holding(X509Certificate leaf, Device device, boolean bind)
            throws GeneralSecurityException, SQLException {
        Credential certificate = new Credential.Certificate(fingerprint(leaf), leaf.getNotAfter().toInstant());
        Device known = device;
        if (!certificate.holds(device, Instant.now())) {
            if (bind) {
                bind(leaf, device.deviceId());
            }
            // What was bound a moment ago need not have been heard of yet.
            known = registry.refresh(device.deviceId()).orElse(device);
        }
        return certificate.holds(known, Instant.now())
                ? Optional.of(new Identity(known, certificate))
                : Optional.empty();
    }

    private void bind(X509Certificate leaf, String deviceId) throws SQLException, GeneralSecurityException {
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection
                        .prepareStatement("""
                                          INSERT INTO telemetry.device_certificate
                                              (fingerprint, device_id, serial, issuer, not_before, not_after)
                                          VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""")) {
            insert.setString(1, fingerprint(leaf));
            insert.setString(2, deviceId);
            insert.setString(3, leaf.getSerialNumber().toString(16));
            insert.setString(4, leaf.getIssuerX500Principal().getName());
            insert.setObject(5, leaf.getNotBefore().toInstant().atOffset(ZoneOffset.UTC));
            insert.setObject(6, leaf.getNotAfter().toInstant().atOffset(ZoneOffset.UTC));
            insert.executeUpdate();
        }
    }

    /** Whether there are others than before. */
    private boolean loadOwn() throws SQLException, CertificateException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        Set<TrustAnchor> loaded = new HashSet<>();
        Set<X509Certificate> before = new HashSet<>();
        own.forEach(anchor -> before.add(anchor.getTrustedCert()));
        boolean changed = false;
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection
                        .prepareStatement("SELECT certificate FROM telemetry.device_authority");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                X509Certificate each = (X509Certificate) factory.generateCertificate(
                        new ByteArrayInputStream(row.getString(1).getBytes(StandardCharsets.US_ASCII)));
                changed |= !before.contains(each);
                loaded.add(new TrustAnchor(each, null));
            }
        }
        own = loaded;
        return changed;
    }

    private static String fingerprint(X509Certificate certificate) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    }
}
