package id.siaga.commandcenter.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The authority is the same after a restart, however its first start ended. */
class CertificateAuthorityTest {
    private static final Duration YEAR = Duration.ofDays(365);

    @TempDir
    private Path home;

    @Test
    void itSignsWithTheSameKeyAfterARestart() throws Exception {
        Path folder = home.resolve("authority");
        X509Certificate first = CertificateAuthority.open(folder, YEAR).certificate();

        CertificateAuthority again = CertificateAuthority.open(folder, YEAR);
        KeyPair device = CertificateAuthority.keyPair();
        X509Certificate signed = again.sign("gauge-1", device.getPublic(), YEAR);

        assertThat(again.certificate()).isEqualTo(first);
        signed.verify(first.getPublicKey());
    }

    @Test
    void aStartThatEndedBeforeTheCertificateIsMadeUpFor() throws Exception {
        Path folder = home.resolve("authority");
        CertificateAuthority.open(folder, YEAR);
        Files.delete(folder.resolve("authority.pem"));

        CertificateAuthority again = CertificateAuthority.open(folder, YEAR);
        X509Certificate signed = CertificateAuthority.open(folder, YEAR)
                .sign("gauge-1", CertificateAuthority.keyPair().getPublic(), YEAR);

        signed.verify(again.certificate().getPublicKey());
    }
}
