package id.siaga.commandcenter.enrolment;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Our own authority for device certificates, P-256. Its key is made at the first start and never leaves its folder. */
public final class CertificateAuthority {
    private static final String CERTIFICATE = "authority.pem";
    private static final String KEY = "authority-key.pem";
    private static final String ALGORITHM = "SHA256withECDSA";
    private static final int SERIAL_BITS = 127;
    /** A device's clock may be a little behind when it gets its certificate. */
    private static final Duration BACKDATED = Duration.ofHours(1);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final PrivateKey key;
    private final X509Certificate certificate;

    private CertificateAuthority(PrivateKey key, X509Certificate certificate) {
        this.key = key;
        this.certificate = certificate;
    }

    /** The authority in the folder, made when there is none, then valid for {@code validity}. */
    public static CertificateAuthority open(Path folder, Duration validity) throws IOException {
        try {
            return Files.exists(folder.resolve(CERTIFICATE)) ? read(folder) : make(folder, validity);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException(folder + ": " + e.getMessage(), e);
        }
    }

    private static CertificateAuthority read(Path folder) throws IOException, GeneralSecurityException {
        try (Reader text = Files.newBufferedReader(folder.resolve(KEY)); PEMParser pem = new PEMParser(text)) {
            PrivateKey key = new JcaPEMKeyConverter().getPrivateKey((PrivateKeyInfo) pem.readObject());
            try (var in = Files.newInputStream(folder.resolve(CERTIFICATE))) {
                return new CertificateAuthority(key,
                        (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in));
            }
        }
    }

    private static CertificateAuthority make(Path folder, Duration validity)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        KeyPair keys = keyPair();
        X500Principal name = new X500Principal("CN=Siaga device authority " + serial().toString(16).substring(0, 8));
        X509v3CertificateBuilder builder = builder(name, name, keys.getPublic(), validity);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
        X509Certificate certificate = signed(builder, keys.getPrivate());
        Files.createDirectories(folder);
        // As PKCS#8: the older form of a JDK's key lacks its curve and cannot be read again.
        write(folder.resolve(KEY), pem(new JcaPKCS8Generator(keys.getPrivate(), null)), "rw-------");
        // Last: a folder with a certificate has its key, and a key without one has signed nothing.
        write(folder.resolve(CERTIFICATE), pem(certificate), "rw-r--r--");
        return new CertificateAuthority(keys.getPrivate(), certificate);
    }

    /** Whole or not at all, whenever the process is killed. */
    private static void write(Path file, String pem, String permissions) throws IOException {
        Path part = Files.createTempFile(file.getParent(), "authority", ".part",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)));
        Files.writeString(part, pem, StandardCharsets.US_ASCII, StandardOpenOption.SYNC);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    static KeyPair keyPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256, RANDOM);
        return generator.generateKeyPair();
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /** A client certificate for the device; whoever asks for it has shown to hold the key. */
    X509Certificate sign(String deviceId, PublicKey holder, Duration validity) {
        try {
            X509v3CertificateBuilder builder = builder(certificate.getSubjectX500Principal(),
                    new X500Principal("CN=\"" + deviceId + "\""), holder, validity);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, false,
                    new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
            return signed(builder, key);
        } catch (CertIOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("a certificate could not be signed", e);
        }
    }

    private static X509v3CertificateBuilder builder(X500Principal issuer, X500Principal subject, PublicKey holder,
            Duration validity) {
        Instant now = Instant.now();
        return new JcaX509v3CertificateBuilder(issuer, serial(), Date.from(now.minus(BACKDATED)),
                Date.from(now.plus(validity)), subject, holder);
    }

    private static BigInteger serial() {
        return new BigInteger(SERIAL_BITS, RANDOM).setBit(SERIAL_BITS - 1);
    }

    private static X509Certificate signed(X509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException, OperatorCreationException {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder(ALGORITHM).build(key)));
    }

    static String pem(Object what) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            pem.writeObject(what);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
