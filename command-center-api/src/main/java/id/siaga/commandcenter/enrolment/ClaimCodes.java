package id.siaga.commandcenter.enrolment;

import java.security.SecureRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Codes a person can copy from a label: 100 bits in groups of four, without letters that look like digits. */
final class ClaimCodes {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int GROUPS = 5;
    private static final int GROUP = 4;

    private ClaimCodes() {
    }

    static String random() {
        return IntStream.range(0, GROUPS).mapToObj(each -> group()).collect(Collectors.joining("-"));
    }

    private static String group() {
        return RANDOM.ints(GROUP, 0, ALPHABET.length()).mapToObj(each -> String.valueOf(ALPHABET.charAt(each)))
                .collect(Collectors.joining());
    }
}
