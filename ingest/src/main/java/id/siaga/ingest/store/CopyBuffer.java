package id.siaga.ingest.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Rows in PostgreSQL's binary COPY format, in one growing array that is reused from batch to batch. Not thread-safe.
 *
 * @see <a href="https://www.postgresql.org/docs/17/sql-copy.html">COPY, Binary Format</a>
 */
public final class CopyBuffer {

    private static final byte[] HEADER = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0, 0, 0, 0, 0,
            0, 0, 0, 0};
    private static final long POSTGRES_EPOCH_S = 946_684_800L;

    private byte[] bytes = new byte[1 << 16];
    private int length;
    private int rows;

    public CopyBuffer() {
        clear();
    }

    public void clear() {
        System.arraycopy(HEADER, 0, bytes, 0, HEADER.length);
        length = HEADER.length;
        rows = 0;
    }

    public int rows() {
        return rows;
    }

    public byte[] bytes() {
        return bytes;
    }

    /** Ends the data and says how many bytes of {@link #bytes()} are it. */
    public int finish() {
        int end = length;
        putShort(-1);
        int total = length;
        length = end;
        return total;
    }

    /** Hands every row, field by field, to the columns. */
    void transpose(List<BinaryArray> columns) {
        ByteBuffer data = ByteBuffer.wrap(bytes, HEADER.length, length - HEADER.length);
        for (int row = 0; row < rows; row++) {
            data.getShort();
            columns.forEach(column -> column.take(data));
        }
    }

    public CopyBuffer row(int fields) {
        rows++;
        putShort(fields);
        return this;
    }

    public CopyBuffer text(@Nullable String value) {
        return value == null ? absent() : bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    /** A jsonb field: a version byte, then the text. */
    public CopyBuffer jsonb(String value) {
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        putInt(text.length + 1);
        room(1);
        bytes[length++] = 1;
        return append(text);
    }

    public CopyBuffer bytes(byte[] value) {
        putInt(value.length);
        return append(value);
    }

    public CopyBuffer instant(@Nullable Instant value) {
        if (value == null) {
            return absent();
        }
        putInt(Long.BYTES);
        putLong((value.getEpochSecond() - POSTGRES_EPOCH_S) * 1_000_000 + value.getNano() / 1_000);
        return this;
    }

    public CopyBuffer int8(long value) {
        putInt(Long.BYTES);
        putLong(value);
        return this;
    }

    public CopyBuffer int8(@Nullable Long value) {
        return value == null ? absent() : int8(value.longValue());
    }

    public CopyBuffer int4(int value) {
        putInt(Integer.BYTES);
        putInt(value);
        return this;
    }

    public CopyBuffer int4(@Nullable Integer value) {
        return value == null ? absent() : int4(value.intValue());
    }

    public CopyBuffer int2(int value) {
        putInt(Short.BYTES);
        putShort(value);
        return this;
    }

    public CopyBuffer float8(@Nullable Double value) {
        if (value == null) {
            return absent();
        }
        putInt(Double.BYTES);
        putLong(Double.doubleToRawLongBits(value));
        return this;
    }

    public CopyBuffer bool(@Nullable Boolean value) {
        if (value == null) {
            return absent();
        }
        putInt(1);
        room(1);
        bytes[length++] = (byte) (value ? 1 : 0);
        return this;
    }

    public CopyBuffer absent() {
        putInt(-1);
        return this;
    }

    private CopyBuffer append(byte[] value) {
        room(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
        return this;
    }

    private void putShort(int value) {
        room(Short.BYTES);
        bytes[length++] = (byte) (value >> 8);
        bytes[length++] = (byte) value;
    }

    private void putInt(int value) {
        room(Integer.BYTES);
        bytes[length++] = (byte) (value >> 24);
        bytes[length++] = (byte) (value >> 16);
        bytes[length++] = (byte) (value >> 8);
        bytes[length++] = (byte) value;
    }

    private void putLong(long value) {
        putInt((int) (value >> 32));
        putInt((int) value);
    }

    private void room(int needed) {
        if (length + needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + needed));
        }
    }
}
