package id.siaga.commandcenter.audit.anchor;

import id.siaga.commandcenter.audit.Canonical;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/**
 * The Ed25519 key (RFC 8032) that signs anchors, in a file outside the database; the public one lies beside it, for those
 * who check. Whoever has the file can sign, so it is readable by its owner only.
 */
public final class AnchorKey {
    private static final String PRIVATE = "anchor-key.pem";
    /** The public key's file, PEM. */
    public static final String PUBLIC = "anchor-public.pem";
    private static final String ALGORITHM = "Ed25519";

    private final PrivateKey key;
    private final String fingerprint;

    private AnchorKey(PrivateKey key, PublicKey known) {
        this.key = key;
        this.fingerprint = Canonical.hex(known.getEncoded());
    }

    /**
     * The key in {@code folder}, made there at the first time.
     *
     * @throws IOException also when one of the two files is there without the other: a new key is not to be slipped in
     */
    public static AnchorKey in(Path folder) throws IOException {
        Path secret = folder.resolve(PRIVATE);
        Path open = folder.resolve(PUBLIC);
        try {
            if (!Files.exists(secret) && !Files.exists(open)) {
                make(folder, secret, open);
            }
            PrivateKey key = KeyFactory.getInstance(ALGORITHM)
                    .generatePrivate(new PKCS8EncodedKeySpec(Pem.read(secret)));
            return new AnchorKey(key, AnchorSeal.key(open));
        } catch (GeneralSecurityException e) {
            throw new IOException("anchor key " + secret + ": " + e.getMessage(), e);
        }
    }

    private static void make(Path folder, Path secret, Path open) throws IOException, GeneralSecurityException {
        Files.createDirectories(folder);
        KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
        try {
            Files.createFile(secret,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) {
            // Another process of this installation was faster; its key is the one.
            return;
        }
        Files.writeString(open, Pem.text("PUBLIC KEY", pair.getPublic().getEncoded()));
        Files.writeString(secret, Pem.text("PRIVATE KEY", pair.getPrivate().getEncoded()));
    }

    String fingerprint() {
        return fingerprint;
    }

    byte[] sign(byte[] message) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java 15 has Ed25519", e);
        }
    }

    /** PEM without headers (RFC 7468). */
    static final class Pem {

        private Pem() {
        }

        static String text(String label, byte[] der) {
            return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(label,
                    Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(der));
        }

        static byte[] read(Path file) throws IOException {
            try {
                return Base64.getMimeDecoder().decode(Files.readString(file).replaceAll("-----[A-Z ]+-----", ""));
            } catch (IllegalArgumentException e) {
                throw new IOException(file + " is no PEM", e);
            }
        }
    }
}
