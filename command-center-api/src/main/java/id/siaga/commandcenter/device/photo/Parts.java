package id.siaga.commandcenter.device.photo;

import java.io.ByteArrayOutputStream;

/** A file read part by part, of which some are kept. */
final class Parts {
    private final byte[] bytes;
    private final ByteArrayOutputStream kept;
    private int at;

    Parts(byte[] bytes) {
        this.bytes = bytes;
        this.kept = new ByteArrayOutputStream(bytes.length);
    }

    boolean more(int length) {
        return at + length <= bytes.length;
    }

    /** The unsigned byte {@code offset} from here. */
    int peek(int offset) {
        if (offset < 0 || at + offset >= bytes.length) {
            throw new IllegalArgumentException("the file ends early");
        }
        return bytes[at + offset] & 0xff;
    }

    int bigEndian16(int offset) {
        return peek(offset) << 8 | peek(offset + 1);
    }

    long bigEndian32(int offset) {
        return (long) bigEndian16(offset) << 16 | bigEndian16(offset + 2);
    }

    long littleEndian32(int offset) {
        return peek(offset) | (long) peek(offset + 1) << 8 | (long) peek(offset + 2) << 16
                | (long) peek(offset + 3) << 24;
    }

    String text(int offset, int length) {
        peek(offset + length - 1);
        return PhotoFormat.text(bytes, at + offset, length);
    }

    void keep(long length) {
        int whole = fits(length);
        kept.write(bytes, at, whole);
        at += whole;
    }

    void drop(long length) {
        at += fits(length);
    }

    private int fits(long length) {
        if (length < 0 || length > bytes.length - at) {
            throw new IllegalArgumentException("the file ends early");
        }
        return (int) length;
    }

    byte[] kept() {
        return kept.toByteArray();
    }
}
