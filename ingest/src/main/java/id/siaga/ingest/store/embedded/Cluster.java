package id.siaga.ingest.store.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The files of one database: made once, checked and handed to the user of the launcher before each launch. */
record Cluster(Path home, Path bin, Launcher launcher, ServerLog log) {

    String password() throws IOException {
        if (!Files.exists(passwordFile())) {
            byte[] secret = new byte[24];
            new SecureRandom().nextBytes(secret);
            Path part = Files.createTempFile(home, "password-part-", "",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.move(Files.writeString(part, HexFormat.of().formatHex(secret)), passwordFile());
        }
        return Files.readString(passwordFile()).strip();
    }

    /** Port of the last launch, or 0 for any. */
    int port() throws IOException {
        String kept = Files.exists(portFile()) ? Files.readString(portFile()).strip() : "";
        return kept.matches("[0-9]{1,5}") ? Integer.parseInt(kept) & 0xffff : 0;
    }

    void prepare() throws IOException, InterruptedException {
        launcher.check(bin.resolve("postgres"));
        log.prune();
        launcher.own(log.directory());
        if (absent()) {
            create();
        }
        configure(data());
        launcher.own(data());
    }

    Process launch(int port) throws IOException {
        Files.writeString(portFile(), Integer.toString(port));
        return launcher.spawn(home, log.console(), List.of(bin.resolve("postgres").toString(), "-D",
                data().toString(), "-p", Integer.toString(port)));
    }

    private boolean absent() throws IOException {
        if (!Files.isDirectory(data())) {
            return true;
        }
        try (Stream<Path> files = Files.list(data())) {
            return files.findAny().isEmpty();
        }
    }

    private void create() throws IOException, InterruptedException {
        Path part = Files.createTempDirectory(home, "data-part-");
        launcher.own(part);
        launcher.own(passwordFile());
        Process initdb = launcher.spawn(home, log.console(), List.of(bin.resolve("initdb").toString(), "-D",
                part.toString(), "-U", EmbeddedPostgres.USER, "--auth=scram-sha-256", "--pwfile=" + passwordFile(),
                "--encoding=UTF8", "--locale=C"));
        if (initdb.waitFor() != 0) {
            throw new IOException("cannot create the database in " + home + ": " + log.ending());
        }
        Files.writeString(part.resolve("postgresql.conf"), "\ninclude 'postgresql-siaga.conf'\n",
                StandardOpenOption.APPEND);
        Files.move(part, data(), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Written at each launch, so that settings of this release reach a database made by an older one. */
    private void configure(Path data) throws IOException {
        Path file = data.resolve("postgresql-siaga.conf");
        try (InputStream in = Cluster.class.getResourceAsStream("postgresql-siaga.conf")) {
            Files.copy(Objects.requireNonNull(in), file, StandardCopyOption.REPLACE_EXISTING);
        }
        launcher.own(file);
    }

    private Path data() {
        return home.resolve("data");
    }

    private Path passwordFile() {
        return home.resolve("postgres-password");
    }

    private Path portFile() {
        return home.resolve("postgres-port");
    }
}
