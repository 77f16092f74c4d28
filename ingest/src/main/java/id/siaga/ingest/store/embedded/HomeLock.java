package id.siaga.ingest.store.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps a home to one owner; Linux frees it when the owner dies, however it dies. */
record HomeLock(Path home, FileChannel channel) implements AutoCloseable {
    /** Linux drops a process's lock when it closes any descriptor of the file, so this process must not open twice. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    static HomeLock take(Path home) throws IOException {
        if (!HELD.add(home)) {
            throw inUse(home);
        }
        try {
            return open(home);
        } catch (IOException e) {
            HELD.remove(home);
            throw e;
        }
    }

    private static HomeLock open(Path home) throws IOException {
        FileChannel channel = FileChannel.open(home.resolve("siaga.lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        if (channel.tryLock() == null) {
            channel.close();
            throw inUse(home);
        }
        Files.writeString(pid(home), Long.toString(ProcessHandle.current().pid()));
        return new HomeLock(home, channel);
    }

    private static IOException inUse(Path home) throws IOException {
        String owner = Files.exists(pid(home)) ? Files.readString(pid(home)) : "unknown";
        return new IOException(home + " is in use by process " + owner + ": stop it first");
    }

    private static Path pid(Path home) {
        return home.resolve("siaga.pid");
    }

    @Override
    public void close() throws IOException {
        HELD.remove(home);
        channel.close();
    }
}
