package id.siaga.commandcenter.audit.anchor;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** One anchor a line, in a folder that best lies on another volume, or is write-once. Only appended to, and synced. */
public record AnchorFile(Path folder) implements AnchorPlace {
    /** In the folder. */
    public static final String NAME = "anchors.ndjson";
    private static final int LONGEST_LINE = 4096;

    /** Makes the folder if need be. */
    public static AnchorFile in(Path folder) throws IOException {
        return new AnchorFile(Files.createDirectories(folder));
    }

    private Path file() {
        return folder.resolve(NAME);
    }

    @Override
    public String name() {
        return file().toString();
    }

    /** The newest line; empty when there is none. Part of a line, left by a crash, counts as none. */
    public String last() throws IOException {
        if (!Files.exists(file())) {
            return "";
        }
        try (RandomAccessFile content = new RandomAccessFile(file().toFile(), "r")) {
            byte[] end = new byte[(int) Math.min(LONGEST_LINE, content.length())];
            content.seek(content.length() - end.length);
            content.readFully(end);
            String text = new String(end, StandardCharsets.UTF_8);
            int stop = text.lastIndexOf('\n');
            return stop < 0 ? "" : text.substring(text.lastIndexOf('\n', stop - 1) + 1, stop);
        }
    }

    @Override
    public void put(String line) throws IOException {
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.READ)) {
            // Until the channel is closed: two processes of one installation share the file.
            channel.lock();
            // What a crash left of a line would spoil the next one.
            channel.position(endOfLastLine(channel));
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(line + "\n");
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.truncate(channel.position());
            channel.force(true);
        }
    }

    private static long endOfLastLine(FileChannel channel) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        for (long at = channel.size() - 1; at >= 0; at--) {
            channel.read(one.clear(), at);
            if (one.get(0) == '\n') {
                return at + 1;
            }
        }
        return 0;
    }
}
