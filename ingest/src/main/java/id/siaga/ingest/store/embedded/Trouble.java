package id.siaga.ingest.store.embedded;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Objects;

/** Turns what the file system reports into one line that names cause and remedy. */
final class Trouble {
    private Trouble() {
    }

    static IOException explain(Path home, IOException e) {
        String message = Objects.requireNonNullElse(e.getMessage(), "");
        if (message.contains("No space left on device") || message.contains("Disk quota exceeded")) {
            return new IOException("no space left for PostgreSQL in " + home
                    + ": free some, or choose a home on a larger disk", e);
        }
        return e instanceof FileSystemException file ? unusable(home, file) : e;
    }

    private static IOException unusable(Path home, FileSystemException e) {
        String cause = switch (e) {
            case AccessDeniedException denied -> "permission denied";
            case FileAlreadyExistsException file -> "not a directory";
            default -> Objects.requireNonNullElse(e.getReason(), e.getClass().getSimpleName());
        };
        return new IOException("cannot use home " + home + " (" + e.getFile() + ": " + cause + "): let user "
                + System.getProperty("user.name") + " write there, or choose another home", e);
    }
}
