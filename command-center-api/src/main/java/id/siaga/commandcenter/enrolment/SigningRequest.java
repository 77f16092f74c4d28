package id.siaga.commandcenter.enrolment;

import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.Optional;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/** What a device asks to have signed (PKCS#10, PEM). Only its key counts: who it is the registry says, not the request. */
final class SigningRequest {

    private SigningRequest() {
    }

    /** The key, when the request is one and shows by its signature that who made it holds the key. */
    static Optional<PublicKey> key(String text) {
        try (PEMParser pem = new PEMParser(new StringReader(text))) {
            if (!(pem.readObject() instanceof PKCS10CertificationRequest request) || !request.isSignatureValid(
                    new JcaContentVerifierProviderBuilder().build(request.getSubjectPublicKeyInfo()))) {
                return Optional.empty();
            }
            return Optional.of(new JcaPKCS10CertificationRequest(request).getPublicKey());
        } catch (IOException | RuntimeException | PKCSException | OperatorCreationException
                | GeneralSecurityException e) {
            return Optional.empty();
        }
    }
}
