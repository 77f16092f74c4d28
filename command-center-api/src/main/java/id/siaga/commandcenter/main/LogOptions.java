package id.siaga.commandcenter.main;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

/** Which installation's audit log. */
final class LogOptions {

    @Option(names = "--home", paramLabel = "DIR", defaultValue = "${env:SIAGA_HOME:-./var}", description = "The home of the system (SIAGA_HOME; default ./var): its embedded database, running or not, and where the other options look.")
    private Path home = Path.of("var");

    @Option(names = "--database-url", paramLabel = "URL", defaultValue = "${env:SIAGA_DATABASE_URL}", description = "jdbc:postgresql://… of its database (SIAGA_DATABASE_URL).")
    private @Nullable String databaseUrl;

    Path home() {
        return home;
    }

    /** @throws IllegalArgumentException when none was named and the home has none */
    HomeDatabase database() throws SQLException, IOException {
        return HomeDatabase.of(home, Optional.ofNullable(databaseUrl));
    }
}
