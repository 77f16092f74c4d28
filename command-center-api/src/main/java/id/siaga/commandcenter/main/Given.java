package id.siaga.commandcenter.main;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;

/** A file that a person named by an option; what is wrong with it is said by that option's name. */
record Given(String option, Path file) {

    /** How a file becomes what it holds. */
    interface Reading<T> {
        T of(Path file) throws IOException, GeneralSecurityException;
    }

    /** @throws IllegalArgumentException naming the option, the file and what is wrong */
    <T> T read(Reading<T> reading) {
        try {
            return reading.of(file);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException(option + " " + file + ": " + words(e), e);
        }
    }

    private static String words(Exception e) {
        if (e instanceof NoSuchFileException) {
            return "there is no such file";
        }
        return e instanceof FileSystemException ? "it cannot be read" : String.valueOf(e.getMessage());
    }

    static List<X509Certificate> certificates(Path file) throws IOException, GeneralSecurityException {
        try (var pem = Files.newInputStream(file)) {
            List<X509Certificate> chain = CertificateFactory.getInstance("X.509").generateCertificates(pem).stream()
                    .map(X509Certificate.class::cast).toList();
            if (chain.isEmpty()) {
                throw new IllegalArgumentException("it holds no PEM certificate");
            }
            return chain;
        }
    }

    /** Whether there is a key as TLS can use it: the file itself is handed on. */
    static boolean holdsKey(Path file) throws IOException {
        try (PEMParser pem = new PEMParser(Files.newBufferedReader(file))) {
            Object key = pem.readObject();
            if (key instanceof PrivateKeyInfo || key instanceof PEMKeyPair) {
                return true;
            }
            throw new IllegalArgumentException("it holds no PEM private key that is not encrypted");
        }
    }

    static boolean isReadable(Path file) throws IOException {
        try (var content = Files.newInputStream(file)) {
            return content.read() >= 0;
        }
    }
}
