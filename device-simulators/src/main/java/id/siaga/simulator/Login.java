package id.siaga.simulator;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The login the system prints once, at its first start. */
public record Login(String user, String password) {

    private static final Pattern LINE = Pattern.compile("^login: (\\S+) / (\\S+)\\s*$");

    /** Reads {@code login: USER / PASSWORD}; empty for any other line. */
    public static Optional<Login> of(String line) {
        Matcher login = LINE.matcher(line);
        return login.matches() ? Optional.of(new Login(login.group(1), login.group(2))) : Optional.empty();
    }

    /** The line as the system printed it. */
    public String line() {
        return "login: " + user + " / " + password;
    }

    @Override
    public String toString() {
        return "Login[" + user + ", password hidden]";
    }
}
