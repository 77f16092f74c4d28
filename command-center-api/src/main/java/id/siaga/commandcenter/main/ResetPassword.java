package id.siaga.commandcenter.main;

import id.siaga.commandcenter.account.PasswordChanges;
import id.siaga.commandcenter.account.PasswordPolicy;
import id.siaga.commandcenter.sql.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;

/** A new password for somebody, drawn on the machine itself, when nobody can log in to do it. */
final class ResetPassword {
    private static final String BY = "konsol";
    /** Drawn passwords are not chosen by anybody. */
    private static final PasswordPolicy UNUSED = new PasswordPolicy(0, 0);

    private ResetPassword() {
    }

    /**
     * @param url of the database when it is not the embedded one
     * @return the password, this once
     */
    static String of(String user, Path home, Optional<String> url) throws IOException, SQLException {
        try (HomeDatabase database = HomeDatabase.of(home, url)) {
            return drawn(user, database);
        }
    }

    private static String drawn(String user, HomeDatabase database) {
        return new PasswordChanges(new Database(database.source()), UNUSED, Clock.systemUTC()).reset(user, BY)
                .orElseThrow(() -> new IllegalArgumentException("there is no active account " + user));
    }
}
