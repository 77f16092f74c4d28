package id.siaga.simulator.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a process takes: megabytes of heap after a collection, and resident. */
record Footprint(double heapMb, long rssMb) {

    private static final double MB = 1024.0 * 1024;
    private static final String HEAP = "area=\"heap\"";

    /** @param pid of a process of this machine, or negative when it is unknown: then nothing is collected first */
    static Footprint of(URI base, long pid) throws IOException, InterruptedException {
        if (pid >= 0) {
            collect(pid);
        }
        double heap = Metrics.of(base).sum("jvm_memory_used_bytes", HEAP);
        return new Footprint(heap / MB, pid < 0 ? 0 : rssMb(pid));
    }

    /** By the {@code jcmd} of the very Java that runs it. */
    private static void collect(long pid) throws IOException, InterruptedException {
        Path java = Path.of("/proc/" + pid + "/exe").toRealPath();
        Path jcmd = java.resolveSibling("jcmd");
        if (Files.isExecutable(jcmd)) {
            new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.run")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectErrorStream(true).start().waitFor();
        }
    }

    private static long rssMb(long pid) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024).findFirst().orElse(0);
        }
    }
}
