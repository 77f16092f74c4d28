package id.siaga.simulator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** Keeps the login in {@code <home>/demo-login}, readable by its owner only, because the system tells it only once. */
record RememberedLogin(Path file) {

    static RememberedLogin in(Path home) {
        return new RememberedLogin(home.resolve("demo-login"));
    }

    void keep(Login login) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, login.line() + "\n", StandardCharsets.UTF_8);
    }

    Optional<Login> recall() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        return Files.readString(file, StandardCharsets.UTF_8).lines().findFirst().flatMap(Login::of);
    }
}
