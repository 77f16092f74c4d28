package id.siaga.ingest.decode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import id.siaga.ingest.telemetry.Reject;

/**
 * The protocol-buffer wire format, field by field: {@link #next()}, then one of the values or {@link #skip()}. Never
 * reads beyond its slice and copies nothing but text (protobuf.dev, "Encoding").
 */
final class Wire {

    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int LENGTH = 2;
    private static final int FIXED_32 = 5;
    private static final int VARINT_BYTES = 10;

    private final ByteBuffer bytes;
    private int start;
    private int field;
    private int type;

    private Wire(ByteBuffer bytes) {
        this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
    }

    static Wire of(byte[] payload) {
        return new Wire(ByteBuffer.wrap(payload));
    }

    /** Moves to the next field; false at the end. */
    boolean next() throws Refused {
        if (!bytes.hasRemaining()) {
            return false;
        }
        start = bytes.position();
        long tag = raw();
        type = (int) (tag & 7);
        field = (int) (tag >>> 3);
        if (tag >>> 32 != 0 || field == 0) {
            throw malformed("not a field number");
        }
        return true;
    }

    int field() {
        return field;
    }

    long varint() throws Refused {
        expect(VARINT);
        return raw();
    }

    float fixed32() throws Refused {
        expect(FIXED_32);
        room(Float.BYTES);
        return bytes.getFloat();
    }

    double fixed64() throws Refused {
        expect(FIXED_64);
        room(Double.BYTES);
        return bytes.getDouble();
    }

    Wire message() throws Refused {
        return new Wire(slice());
    }

    /** UTF-8 without control characters, which no store needs and some cannot hold. */
    String text(int mostBytes) throws Refused {
        ByteBuffer slice = slice();
        if (slice.remaining() > mostBytes) {
            throw new Refused(Reject.TOO_LARGE, "text of field " + field + ": more than " + mostBytes + " bytes");
        }
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(slice).toString();
            if (text.chars().anyMatch(c -> c < ' ')) {
                throw malformed("text with a control character");
            }
            return text;
        } catch (CharacterCodingException e) {
            throw new Refused(Reject.INVALID_UTF8, "text of field " + field + " is not UTF-8");
        }
    }

    /** Tag and value as they came. */
    byte[] whole() throws Refused {
        skip();
        byte[] whole = new byte[bytes.position() - start];
        bytes.get(start, whole);
        return whole;
    }

    void skip() throws Refused {
        switch (type) {
            case VARINT -> raw();
            case FIXED_64 -> advance(Double.BYTES);
            case LENGTH -> slice();
            case FIXED_32 -> advance(Float.BYTES);
            default -> throw malformed("unknown wire type " + type);
        }
    }

    private ByteBuffer slice() throws Refused {
        expect(LENGTH);
        long length = raw();
        if (length < 0 || length > bytes.remaining()) {
            throw malformed("longer than the payload");
        }
        ByteBuffer slice = bytes.slice(bytes.position(), (int) length);
        bytes.position(bytes.position() + (int) length);
        return slice;
    }

    private long raw() throws Refused {
        long value = 0;
        for (int i = 0; i < VARINT_BYTES; i++) {
            room(1);
            byte next = bytes.get();
            value |= (next & 0x7FL) << (7 * i);
            if (next >= 0) {
                return value;
            }
        }
        throw malformed("a number without an end");
    }

    private void advance(int count) throws Refused {
        room(count);
        bytes.position(bytes.position() + count);
    }

    private void expect(int wanted) throws Refused {
        if (type != wanted) {
            throw malformed("wire type " + type + " instead of " + wanted);
        }
    }

    private void room(int count) throws Refused {
        if (bytes.remaining() < count) {
            throw malformed("cut off");
        }
    }

    private Refused malformed(String fault) {
        return new Refused(Reject.MALFORMED, "protobuf field " + field + ": " + fault);
    }
}
