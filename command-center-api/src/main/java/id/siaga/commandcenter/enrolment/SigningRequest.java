package id.siaga.commandcenter.enrolment;

import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Optional;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/** What a device asks to have signed (PKCS#10, PEM). Only its key counts: who it is the registry says, not the request. */
final class SigningRequest {

    /** 112 bits of strength, the least NIST SP 800-57 part 1 still allows. */
    private static final int RSA_BITS = 2048;
    private static final int CURVE_BITS = 256;

    private SigningRequest() {
    }

    /**
     * The key, when the request is one, shows by its signature that who made it holds the key, and the key is RSA from
     * 2048 bits on, EC from P-256 on, Ed25519 or Ed448.
     */
    static Optional<PublicKey> key(String text) {
        try (PEMParser pem = new PEMParser(new StringReader(text))) {
            if (!(pem.readObject() instanceof PKCS10CertificationRequest request) || !request.isSignatureValid(
                    new JcaContentVerifierProviderBuilder().build(request.getSubjectPublicKeyInfo()))) {
                return Optional.empty();
            }
            return Optional.of(new JcaPKCS10CertificationRequest(request).getPublicKey())
                    .filter(SigningRequest::isStrong);
        } catch (IOException | RuntimeException | PKCSException | OperatorCreationException
                | GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private static boolean isStrong(PublicKey key) {
        return switch (key) {
            case RSAPublicKey rsa -> rsa.getModulus().bitLength() >= RSA_BITS;
            case ECPublicKey ec -> ec.getParams().getCurve().getField().getFieldSize() >= CURVE_BITS;
            case EdECPublicKey edwards -> true;
            default -> false;
        };
    }
}
