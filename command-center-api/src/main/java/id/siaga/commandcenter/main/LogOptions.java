package id.siaga.commandcenter.main;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

import id.siaga.ingest.store.Database;
import picocli.CommandLine.Option;

/** Which installation's audit log. */
final class LogOptions {

    @Option(names = "--home", paramLabel = "DIR", defaultValue = "${env:SIAGA_HOME:-./var}", description = "The home of the system (SIAGA_HOME; default ./var): its running embedded database, and where the other options look.")
    private Path home = Path.of("var");

    @Option(names = "--database-url", paramLabel = "URL", defaultValue = "${env:SIAGA_DATABASE_URL}", description = "jdbc:postgresql://… of its database (SIAGA_DATABASE_URL).")
    private @Nullable String databaseUrl;

    Path home() {
        return home;
    }

    /** @throws IllegalArgumentException when none was named and none runs */
    Connection connect() throws SQLException, IOException {
        Path running = home.resolve("database-url");
        if (databaseUrl != null && !databaseUrl.isBlank()) {
            return Database.connect(databaseUrl, "", "").source().getConnection();
        }
        if (!Files.exists(running)) {
            throw new IllegalArgumentException("give --database-url, or --home of a running system; there is no "
                    + running);
        }
        return Database.connect(Files.readString(running).strip(), "", "").source().getConnection();
    }
}
