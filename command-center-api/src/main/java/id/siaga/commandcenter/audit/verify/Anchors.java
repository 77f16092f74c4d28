package id.siaga.commandcenter.audit.verify;

import id.siaga.commandcenter.audit.Canonical;
import id.siaga.commandcenter.audit.anchor.Anchor;
import id.siaga.commandcenter.audit.anchor.AnchorFile;
import id.siaga.commandcenter.audit.anchor.AnchorSeal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The anchors of a file, each checked against the key and the one before it as it is read. Open it before the records:
 * an anchor that was there then must have its record, one that is added meanwhile need not.
 */
public final class Anchors implements AutoCloseable {
    private final BufferedReader lines;
    private final AnchorSeal seal;
    private final long known;
    private long read;
    private @Nullable Read last;

    /** One anchor, its line, and whether it was there at the start. */
    record Read(Anchor anchor, String line, boolean known) {
    }

    private Anchors(BufferedReader lines, long known, AnchorSeal seal) {
        this.lines = lines;
        this.known = known;
        this.seal = seal;
    }

    /** Of {@code folder}; none when there is no file. */
    public static Anchors in(Path folder, AnchorSeal seal) throws IOException {
        Path file = folder.resolve(AnchorFile.NAME);
        return Files.exists(file)
                ? new Anchors(Files.newBufferedReader(file), Files.size(file), seal)
                : new Anchors(new BufferedReader(new StringReader("")), 0, seal);
    }

    /** Empty at the end. */
    Optional<Read> next() throws IOException, Broken {
        @Nullable
        String line = lines.readLine();
        if (line == null) {
            return Optional.empty();
        }
        read += line.getBytes(StandardCharsets.UTF_8).length;
        // Without the line's end: a copy may have lost the last one.
        Read next = new Read(sealed(line), line, read <= known);
        read++;
        checkFollows(next.anchor());
        last = next;
        return Optional.of(next);
    }

    /** An anchor that the key signed. */
    Anchor sealed(String line) throws Broken {
        Anchor anchor;
        try {
            anchor = Anchor.of(line);
        } catch (IllegalArgumentException e) {
            throw new Broken(Finding.Kind.FORGED_ANCHOR, 0, "line after %s is no anchor".formatted(name()));
        }
        if (!seal.holds(anchor)) {
            throw new Broken(Finding.Kind.FORGED_ANCHOR, anchor.head().seq(),
                    "anchor %d was not signed by this key".formatted(anchor.number()));
        }
        return anchor;
    }

    private void checkFollows(Anchor anchor) throws Broken {
        @Nullable
        Read before = last;
        long expected = before == null ? 1 : before.anchor().number() + 1;
        String previous = before == null ? "0".repeat(64) : Canonical.hex(before.line());
        boolean follows = anchor.number() == expected && anchor.previous().equals(previous)
                && (before == null || anchor.head().seq() >= before.anchor().head().seq());
        if (!follows) {
            throw new Broken(Finding.Kind.MISSING_ANCHOR, 0,
                    "anchor %d stands after %s: one is missing, or they are out of order".formatted(anchor.number(),
                            name()));
        }
    }

    private String name() {
        @Nullable
        Read before = last;
        return before == null ? "nothing" : "anchor " + before.anchor().number();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
