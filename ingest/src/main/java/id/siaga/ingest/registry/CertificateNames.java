package id.siaga.ingest.registry;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** The names a certificate gives its holder: its common name, then its DNS names. */
final class CertificateNames {

    private static final int DNS = 2;

    private CertificateNames() {
    }

    static List<String> of(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
                if (part.getType().equalsIgnoreCase("CN")) {
                    names.add(String.valueOf(part.getValue()));
                }
            }
            addAlternatives(certificate, names);
        } catch (InvalidNameException | CertificateParsingException e) {
            return names;
        }
        return names;
    }

    private static void addAlternatives(X509Certificate certificate, List<String> names)
            throws CertificateParsingException {
        var alternatives = certificate.getSubjectAlternativeNames();
        if (alternatives != null) {
            for (List<?> each : alternatives) {
                if (Integer.valueOf(DNS).equals(each.get(0))) {
                    names.add(String.valueOf(each.get(1)));
                }
            }
        }
    }
}
