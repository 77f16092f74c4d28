package id.siaga.commandcenter.main;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;

/**
 * A process's place among those that share a home: the lowest that is free, so that a restart finds the same one again.
 * Held by a file lock until the process ends, however it ends.
 */
record ProcessSlot(Path home, int number, FileChannel lock) implements AutoCloseable {

    private static final int MOST = 64;

    /** @throws IllegalArgumentException when the home cannot be written or every place is taken */
    static ProcessSlot take(Path home) {
        try {
            Path folder = Files.createDirectories(home).toRealPath();
            for (int number = 0; number < MOST; number++) {
                FileChannel channel = FileChannel.open(folder.resolve("process-" + number + ".lock"),
                        StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                if (locked(channel)) {
                    return new ProcessSlot(folder, number, channel);
                }
                channel.close();
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("--home " + home + " cannot be written: " + e.getMessage(), e);
        }
        throw new IllegalArgumentException("--home " + home + " is shared by more than " + MOST + " processes");
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // Held by this very process.
            return false;
        }
    }

    /** Tells this process's sessions from those of every other host, home and process. */
    String clientId() {
        return "siaga-" + host() + "-" + HexFormat.of().toHexDigits(home.toString().hashCode()) + "-" + number;
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
