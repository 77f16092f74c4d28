package id.siaga.commandcenter.account;

import com.nulabinc.zxcvbn.Zxcvbn;
import java.util.List;
import java.util.Locale;

/**
 * Which passwords are taken: long ones nobody guesses first (NIST SP 800-63B 5.1.1.2: no rules of composition).
 *
 * @param shortest letters
 * @param weakest score of zxcvbn, 0…4: 3 withstands about 10^8 guesses
 */
public record PasswordPolicy(int shortest, int weakest) {
    private static final int LONGEST = 200;
    /** Loads its word lists once, at the first password. */
    private static final Zxcvbn GUESSES = new Zxcvbn();

    /** @throws Denial naming {@code field} and what is wrong */
    void check(String field, String user, String password) {
        if (password.length() < shortest || password.length() > LONGEST) {
            throw Denial.invalid(field, "%d sampai %d huruf (letters)".formatted(shortest, LONGEST));
        }
        if (password.toLowerCase(Locale.ROOT).contains(user.toLowerCase(Locale.ROOT))) {
            throw Denial.invalid(field, "memuat nama pengguna (contains the user name)");
        }
        if (GUESSES.measure(password, List.of(user, "siaga", "bekasi", "satpol", "diskominfo")).getScore() < weakest) {
            throw Denial.invalid(field, "mudah ditebak (easily guessed)");
        }
    }
}
