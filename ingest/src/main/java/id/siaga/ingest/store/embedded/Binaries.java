package id.siaga.ingest.store.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** Unpacks the PostgreSQL programs found on the class path, whole or not at all. */
final class Binaries {
    static final String VERSION = "17.6.0";

    private Binaries() {
    }

    static Path unpack(Path home) throws IOException {
        Path target = home.resolve("pgsql-" + VERSION);
        if (Files.exists(target)) {
            return target;
        }
        Path part = Files.createTempDirectory(home, "pgsql-part-");
        try (InputStream in = open(resource(System.getProperty("os.arch")))) {
            extract(new TarArchiveInputStream(new XZInputStream(in)), part);
        }
        Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rwxr-xr-x"));
        return Files.move(part, target);
    }

    private static InputStream open(String resource) throws IOException {
        InputStream in = Binaries.class.getResourceAsStream(resource);
        if (in == null) {
            throw new IOException("PostgreSQL " + VERSION + " for this computer is not on the class path: add "
                    + resource + ", or use a PostgreSQL of your own");
        }
        return in;
    }

    static String resource(String architecture) throws IOException {
        return switch (architecture) {
            case "amd64", "x86_64" -> "/postgres-linux-x86_64.txz";
            case "aarch64", "arm64" -> "/postgres-linux-arm_64.txz";
            default -> throw new IOException("no PostgreSQL programs for architecture " + architecture
                    + ", only for amd64 and aarch64: use a PostgreSQL of your own");
        };
    }

    private static void extract(TarArchiveInputStream tar, Path root) throws IOException {
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            write(tar, entry, root, inside(root, root.resolve(entry.getName())));
        }
    }

    private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path root, Path file)
            throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Files.createDirectories(file.resolveSibling("."));
        if (entry.isSymbolicLink()) {
            inside(root, file.resolveSibling(entry.getLinkName()));
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, file);
        Files.setPosixFilePermissions(file,
                PosixFilePermissions.fromString((entry.getMode() & 0111) != 0 ? "rwxr-xr-x" : "rw-r--r--"));
    }

    static Path inside(Path root, Path file) throws IOException {
        Path clean = file.normalize();
        if (!clean.startsWith(root)) {
            throw new IOException("PostgreSQL archive entry leaves its directory: " + file);
        }
        return clean;
    }
}
