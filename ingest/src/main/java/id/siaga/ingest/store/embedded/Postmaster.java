package id.siaga.ingest.store.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

    /** Children work in the data directory; the parent also names it, for where its directory is hidden from us. */
    private boolean ours(ProcessHandle process) {
        Path proc = Path.of("/proc", Long.toString(process.pid()));
        try {
            String line = Files.readString(proc.resolve("cmdline"), StandardCharsets.ISO_8859_1);
            return line.contains("postgres")
                    && (line.contains("\0-D\0" + data + "\0")
                            || Files.readSymbolicLink(proc.resolve("cwd")).equals(data));
        } catch (IOException gone) {
            return false;
        }
    }

    /** Sends each signal in turn and waits for its effect; whatever is left after the last is killed. */
    void stop(Duration patience, String... signals) throws IOException, InterruptedException {
        for (String signal : signals) {
            Optional<ProcessHandle> process = running();
            if (process.isPresent()) {
                signal(signal, process.get());
                await(patience);
            }
        }
        clearOrphans();
    }

    /** Ends backends that outlived their parent, which would keep the shared memory busy. */
    private void clearOrphans() throws IOException, InterruptedException {
        processes().forEach(ProcessHandle::destroyForcibly);
        if (!await(Duration.ofSeconds(10))) {
            throw new IOException("old PostgreSQL processes still use " + data + ": end them and start again");
        }
        Files.deleteIfExists(data.resolve("postmaster.pid"));
    }

    boolean await(Duration patience) throws InterruptedException {
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
