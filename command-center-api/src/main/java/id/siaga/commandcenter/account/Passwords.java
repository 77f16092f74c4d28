package id.siaga.commandcenter.account;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;

/** Argon2id with the OWASP minimum: 19 MiB, two passes, one lane. */
final class Passwords {
    private static final Argon2Function ARGON2ID = Argon2Function.getInstance(19_456, 2, 1, 32, Argon2.ID);
    /** Checked for unknown users, so that they take as long as known ones. */
    private static final String NOBODY = hash(Secrets.random());

    private Passwords() {
    }

    static String hash(String password) {
        return Password.hash(password).addRandomSalt(16).with(ARGON2ID).getResult();
    }

    static boolean matches(String password, String hash) {
        return Password.check(password, hash).with(Argon2Function.getInstanceFromHash(hash));
    }

    static boolean matchesNobody(String password) {
        return matches(password, NOBODY) && password.isEmpty();
    }
}
