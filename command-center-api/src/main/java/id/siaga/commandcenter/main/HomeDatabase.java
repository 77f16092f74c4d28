package id.siaga.commandcenter.main;

import id.siaga.ingest.store.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.postgresql.ds.PGSimpleDataSource;

/** The database of an installation: the one named, the embedded one that runs, or the same started for this long. */
record HomeDatabase(String url, Optional<EmbeddedPostgres> started) implements AutoCloseable {

    /** @throws IllegalArgumentException when none is named and the home has none */
    static HomeDatabase of(Path home, Optional<String> named) throws IOException, SQLException {
        Optional<String> known = named.filter(url -> !url.isBlank()).or(() -> running(home));
        if (known.isPresent()) {
            return new HomeDatabase(known.get(), Optional.empty());
        }
        if (!Files.isDirectory(home.resolve("data"))) {
            throw new IllegalArgumentException(
                    "there is no database in %s: give the --home of a system, or --database-url".formatted(home));
        }
        EmbeddedPostgres postgres = EmbeddedPostgres.start(home);
        return new HomeDatabase(
                postgres.jdbcUrl() + "?user=" + postgres.user() + "&password=" + postgres.password(),
                Optional.of(postgres));
    }

    /** Empty when it is not running. */
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

    PGSimpleDataSource source() {
        return source(url);
    }

    Connection connect() throws SQLException {
        return source().getConnection();
    }

    @Override
    public void close() throws IOException {
        if (started.isPresent()) {
            started.get().close();
        }
    }
}
