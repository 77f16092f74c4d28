package id.siaga.ingest.store.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the server wrote about itself: postgres.log before its own log files open, then one of those. */
record ServerLog(Path directory) {
    private static final int KEPT = 24;
    private static final int TOLD = 6;

    Path console() {
        return directory.resolve("postgres.log");
    }

    /** The last lines in one, for a server that gave up. */
    String ending() throws IOException {
        return last().stream().map(ServerLog::plain).collect(Collectors.joining(" / "));
    }

    /** What the server does now, such as how far its recovery is. */
    String progress() throws IOException {
        return plain(last().getLast());
    }

    private static String plain(String line) {
        return line.replaceFirst("^[-0-9]+ [:.0-9]+ \\w+ \\[\\d+\\] ", "").strip();
    }

    private List<String> last() throws IOException {
        List<Path> files = newestFirst();
        if (files.isEmpty()) {
            return List.of("nothing in " + directory);
        }
        List<String> lines = new String(Files.readAllBytes(files.getFirst()), StandardCharsets.UTF_8).lines().toList();
        return lines.subList(Math.max(0, lines.size() - TOLD), lines.size());
    }

    /** The server bounds each file; only the number of files is left to bound. */
    void prune() throws IOException {
        for (Path old : newestFirst().stream().skip(KEPT).toList()) {
            Files.deleteIfExists(old);
        }
    }

    private List<Path> newestFirst() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(f -> f.toString().endsWith(".log") && f.toFile().length() > 0)
                    .sorted(Comparator.comparingLong((Path f) -> f.toFile().lastModified()).reversed()).toList();
        }
    }
}
