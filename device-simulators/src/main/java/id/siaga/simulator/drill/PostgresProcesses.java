package id.siaga.simulator.drill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The embedded database's processes, found through the postmaster's own note in its data directory. */
record PostgresProcesses(Path data) {

    /** The database of a Siaga home. */
    static PostgresProcesses of(Path home) {
        return new PostgresProcesses(home.resolve("data"));
    }

    /** Kills the postmaster (SIGKILL); its children end by themselves when they notice. */
    void kill() throws IOException {
        postmaster().destroyForcibly();
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
