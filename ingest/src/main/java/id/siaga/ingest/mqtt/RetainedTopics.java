package id.siaga.ingest.mqtt;

import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import id.siaga.ingest.registry.Account;

/**
 * The newest message of each of the platform's own topics, a file each, outside the database: whoever writes one, also
 * another process of this machine, is heard at the door. A file is replaced whole and synced.
 *
 * @param most how many topics there may be
 * @param mostBytes how large a message may be
 */
public record RetainedTopics(Path folder, int most, int mostBytes) {

    private static final String UNFINISHED = ".part";

    /** Of that folder, with room for a few small messages. */
    public static RetainedTopics in(Path folder) {
        return new RetainedTopics(folder, 16, 8 * 1024);
    }

    /**
     * Keeps a message instead of the one before; an empty one forgets (MQTT 5 §3.3.1.3).
     *
     * @throws IllegalArgumentException when it is no topic of the platform's, or beyond the bounds
     */
    public void put(String topic, byte[] payload) throws IOException {
        Path file = folder.resolve(URLEncoder.encode(topic, StandardCharsets.UTF_8));
        if (payload.length == 0) {
            Files.deleteIfExists(file);
            return;
        }
        check(topic, payload, file);
        Path unfinished = folder.resolve(file.getFileName() + UNFINISHED);
        write(unfinished, payload);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel directory = FileChannel.open(folder)) {
            directory.force(true);
        }
    }

    private void check(String topic, byte[] payload, Path file) throws IOException {
        if (!topic.startsWith(Account.PLATFORM_TOPICS) || topic.contains("#") || topic.contains("+")) {
            throw new IllegalArgumentException("topic: " + topic + " is not the platform's");
        }
        if (payload.length > mostBytes) {
            throw new IllegalArgumentException(topic + ": " + payload.length + " bytes, at most " + mostBytes);
        }
        if (!Files.exists(Files.createDirectories(folder).resolve(file)) && all().size() >= most) {
            throw new IllegalArgumentException("topic: " + topic + " is one more than " + most);
        }
    }

    private static void write(Path file, byte[] payload) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(payload);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    /** What is kept now, by topic. */
    Map<String, byte[]> all() throws IOException {
        Map<String, byte[]> kept = new TreeMap<>();
        for (Path file : files()) {
            read(file).ifPresent(payload -> kept
                    .put(URLDecoder.decode(file.getFileName().toString(), StandardCharsets.UTF_8), payload));
        }
        return kept;
    }

    private static Optional<byte[]> read(Path file) throws IOException {
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            // Forgotten meanwhile.
            return Optional.empty();
        }
    }

    private List<Path> files() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.toString().endsWith(UNFINISHED)).limit(most).toList();
        }
    }
}
