package id.siaga.ingest.store.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds and stops the PostgreSQL processes that work on one data directory. */
record Postmaster(Path data) {

    Optional<ProcessHandle> running() throws IOException {
        Path file = data.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        return Files.readAllLines(file).stream().findFirst().map(String::strip).filter(l -> l.matches("[0-9]{1,9}"))
                .flatMap(l -> ProcessHandle.of(Long.parseLong(l))).filter(this::ours);
    }

    /** PostgreSQL works with its data directory as current directory, parent and backends alike. */
    private boolean ours(ProcessHandle process) {
        Path proc = Path.of("/proc", Long.toString(process.pid()));
        try {
            return Files.readSymbolicLink(proc.resolve("cwd")).equals(data.toRealPath())
                    && Files.readString(proc.resolve("cmdline"), java.nio.charset.StandardCharsets.ISO_8859_1)
                            .contains("postgres");
        } catch (IOException gone) {
            return false;
        }
    }

    void stop(Duration patience) throws IOException, InterruptedException {
        for (String signal : List.of("INT", "QUIT")) {
            Optional<ProcessHandle> process = running();
            if (process.isEmpty()) {
                return;
            }
            signal(signal, process.get());
            await(patience);
        }
    }

    /** Ends backends that outlived their parent, which would keep the shared memory busy. */
    void clearOrphans() throws IOException, InterruptedException {
        processes().forEach(ProcessHandle::destroyForcibly);
        if (!await(Duration.ofSeconds(10))) {
            throw new IOException("old PostgreSQL processes still use " + data + ": end them and start again");
        }
        Files.deleteIfExists(data.resolve("postmaster.pid"));
    }

    private boolean await(Duration patience) throws InterruptedException {
        Instant end = Instant.now().plus(patience);
        while (!processes().isEmpty()) {
            if (Instant.now().isAfter(end)) {
                return false;
            }
            Thread.sleep(20);
        }
        return true;
    }

    private List<ProcessHandle> processes() {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.filter(this::ours).toList();
        }
    }

    private static void signal(String name, ProcessHandle process) throws IOException, InterruptedException {
        new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid()).start().waitFor();
    }
}
