package id.siaga.ingest.decode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Unsigned and signed integers out of a device payload. The caller has checked the length. */
record Bytes(ByteBuffer buffer) {

    static Bytes little(byte[] bytes) {
        return new Bytes(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    }

    static Bytes big(byte[] bytes) {
        return new Bytes(ByteBuffer.wrap(bytes).order(ByteOrder.BIG_ENDIAN));
    }

    int u8(int at) {
        return buffer.get(at) & 0xFF;
    }

    int i8(int at) {
        return buffer.get(at);
    }

    int u16(int at) {
        return buffer.getShort(at) & 0xFFFF;
    }

    int i16(int at) {
        return buffer.getShort(at);
    }

    int i32(int at) {
        return buffer.getInt(at);
    }

    long u32(int at) {
        return buffer.getInt(at) & 0xFFFF_FFFFL;
    }

    int length() {
        return buffer.limit();
    }
}
