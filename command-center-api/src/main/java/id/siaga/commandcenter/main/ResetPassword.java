package id.siaga.commandcenter.main;

import id.siaga.commandcenter.account.PasswordChanges;
import id.siaga.commandcenter.account.PasswordPolicy;
import id.siaga.commandcenter.sql.Database;
import id.siaga.ingest.store.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import org.postgresql.ds.PGSimpleDataSource;

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
        Optional<String> known = url.or(() -> running(home));
        if (known.isPresent()) {
            return drawn(user, known.get());
        }
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home)) {
            return drawn(user,
                    postgres.jdbcUrl() + "?user=" + postgres.user() + "&password=" + postgres.password());
        }
    }

    /** Where the running system has its embedded database; empty when it is not running. */
    private static Optional<String> running(Path home) {
        try {
            String url = Files.readString(home.resolve("database-url")).strip();
            try (Connection connection = source(url).getConnection()) {
                return connection.isValid(1) ? Optional.of(url) : Optional.empty();
            }
        } catch (IOException | SQLException e) {
            return Optional.empty();
        }
    }

    private static PGSimpleDataSource source(String url) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        return source;
    }

    private static String drawn(String user, String url) {
        return new PasswordChanges(new Database(source(url)), UNUSED, Clock.systemUTC()).reset(user, BY)
                .orElseThrow(() -> new IllegalArgumentException("there is no active account " + user));
    }
}
