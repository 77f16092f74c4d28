package id.siaga.ingest.store.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes what a start that was killed half-way left in a home: everything is built aside and renamed when whole. */
final class Leftovers {
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

    private Leftovers() {
    }

    static void remove(Path home) throws IOException {
        for (Path part : parts(home)) {
            LOG.info("removing {}, left by an interrupted start", part);
            endWritersOf(part);
            delete(part);
        }
    }

    private static List<Path> parts(Path home) throws IOException {
        try (Stream<Path> files = Files.list(home)) {
            return files.filter(f -> f.getFileName().toString().matches("(data|pgsql|password)-part-.*")).toList();
        }
    }

    /** An initdb outlives its killed parent and would write on; it and its children name the directory. */
    private static void endWritersOf(Path part) {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            CompletableFuture<?>[] ends = all.filter(p -> names(p, part)).filter(ProcessHandle::destroyForcibly)
                    .map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
            CompletableFuture.allOf(ends).completeOnTimeout(null, 5, TimeUnit.SECONDS).join();
        }
    }

    private static boolean names(ProcessHandle process, Path part) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"),
                    StandardCharsets.ISO_8859_1).contains("\0" + part + "\0");
        } catch (IOException gone) {
            return false;
        }
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path path : all.toList().reversed()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
