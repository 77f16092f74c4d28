package id.siaga.simulator.drill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The embedded database's processes, found through the postmaster's own note in its data directory. */
record PostgresProcesses(Path data) {

    private static final Duration CHILDREN_NOTICE_WITHIN = Duration.ofSeconds(30);

    /** The database of a Siaga home. */
    static PostgresProcesses of(Path home) {
        return new PostgresProcesses(home.resolve("data"));
    }

    /**
     * Kills the postmaster (SIGKILL) and waits for its children, which go on serving until they notice: only then is
     * the database away.
     */
    void kill() throws IOException, InterruptedException {
        ProcessHandle postmaster = postmaster();
        List<ProcessHandle> children = postmaster.descendants().toList();
        postmaster.destroyForcibly();
        if (!Patience.of(CHILDREN_NOTICE_WITHIN).until(() -> children.stream().noneMatch(ProcessHandle::isAlive))) {
            throw new IOException("the database of " + data + " outlives its postmaster");
        }
    }

    /** Freezes the postmaster and all its children (SIGSTOP): connections stay open, and nothing answers. */
    void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** Ends {@link #freeze()}. */
    void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        ProcessHandle postmaster = postmaster();
        List<String> command = new ArrayList<>(List.of("kill", "-" + name));
        try (Stream<ProcessHandle> children = postmaster.descendants()) {
            Stream.concat(Stream.of(postmaster), children).forEach(each -> command.add(Long.toString(each.pid())));
        }
        int code = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
        if (code != 0 && !postmaster.isAlive()) {
            throw new IOException("kill -" + name + ": the database of " + data + " is not running");
        }
    }

    private ProcessHandle postmaster() throws IOException {
        Path note = data.resolve("postmaster.pid");
        long pid = Long.parseLong(Files.readAllLines(note).getFirst().strip());
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive)
                .orElseThrow(() -> new IOException(note + " names process " + pid + ", which is gone"));
    }
}
