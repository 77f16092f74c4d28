package id.siaga.ingest.decode;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes Sparkplug payloads as a node does, from the specification's field numbers. */
public final class SparkplugBytes {

    public static final int INT32 = 3;
    public static final int UINT64 = 8;
    public static final int DOUBLE = 10;
    private static final int STRING = 12;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    public static SparkplugBytes payload(long millis, int seq) {
        return new SparkplugBytes().number(1, millis).number(3, seq);
    }

    /** A payload to which more is added. */
    public static SparkplugBytes of(byte[] payload) {
        SparkplugBytes begun = new SparkplugBytes();
        begun.bytes.writeBytes(payload);
        return begun;
    }

    public static SparkplugBytes death(long bdSeq) {
        return new SparkplugBytes().bdSeq(bdSeq);
    }

    public SparkplugBytes bdSeq(long value) {
        return message(2, new SparkplugBytes().text(1, "bdSeq").number(4, UINT64).number(11, value));
    }

    /** As a birth writes it: name, alias, type, value. */
    public SparkplugBytes announced(String name, int alias, int type, double value) {
        SparkplugBytes metric = new SparkplugBytes().text(1, name).number(2, alias).number(4, type);
        return message(2, value(metric, type, value));
    }

    /** As a birth repeats a value it has had since then. */
    public SparkplugBytes since(long millis, String name, int alias, double value) {
        return message(2, value(new SparkplugBytes().text(1, name).number(2, alias).number(3, millis).number(4, INT32),
                INT32, value));
    }

    /** As data is written: alias and value, the type left out. */
    public SparkplugBytes aliased(int alias, int type, double value) {
        return message(2, value(new SparkplugBytes().number(2, alias), type, value));
    }

    public SparkplugBytes named(String name, double value) {
        return message(2, value(new SparkplugBytes().text(1, name).number(4, DOUBLE), DOUBLE, value));
    }

    /** As {@link #named}, a text. */
    public SparkplugBytes said(String name, int alias, String value) {
        return message(2, new SparkplugBytes().text(1, name).number(2, alias).number(4, STRING).text(15, value));
    }

    public byte[] bytes() {
        return bytes.toByteArray();
    }

    private static SparkplugBytes value(SparkplugBytes metric, int type, double value) {
        return type == DOUBLE ? metric.real(13, value) : metric.number(10, (long) value & 0xFFFF_FFFFL);
    }

    private SparkplugBytes number(int field, long value) {
        return varint((long) field << 3).varint(value);
    }

    private SparkplugBytes real(int field, double value) {
        varint((field << 3) | 1);
        bytes.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(value).array());
        return this;
    }

    private SparkplugBytes text(int field, String text) {
        return slice(field, text.getBytes(StandardCharsets.UTF_8));
    }

    private SparkplugBytes message(int field, SparkplugBytes message) {
        return slice(field, message.bytes());
    }

    private SparkplugBytes slice(int field, byte[] slice) {
        varint((field << 3) | 2).varint(slice.length);
        bytes.writeBytes(slice);
        return this;
    }

    private SparkplugBytes varint(long value) {
        long rest = value;
        for (; rest >>> 7 != 0; rest >>>= 7) {
            bytes.write((int) ((rest & 0x7F) | 0x80));
        }
        bytes.write((int) rest);
        return this;
    }
}
