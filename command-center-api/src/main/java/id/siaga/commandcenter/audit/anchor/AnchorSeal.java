package id.siaga.commandcenter.audit.anchor;

import id.siaga.commandcenter.audit.Canonical;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;

/** Tells anchors that a certain key signed from all others. */
public record AnchorSeal(PublicKey key, String fingerprint) {
    private static final String ALGORITHM = "Ed25519";

    /** @throws IOException when the file holds no Ed25519 public key in PEM */
    public static AnchorSeal of(Path file) throws IOException {
        PublicKey key = key(file);
        return new AnchorSeal(key, Canonical.hex(key.getEncoded()));
    }

    static PublicKey key(Path file) throws IOException {
        try {
            return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(AnchorKey.Pem.read(file)));
        } catch (GeneralSecurityException e) {
            throw new IOException(file + " is no Ed25519 public key: " + e.getMessage(), e);
        }
    }

    public boolean holds(Anchor anchor) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key);
            signature.update(anchor.signed());
            return anchor.key().equals(fingerprint) && signature.verify(anchor.signatureBytes());
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }
}
