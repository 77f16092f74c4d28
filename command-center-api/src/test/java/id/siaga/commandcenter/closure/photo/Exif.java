package id.siaga.commandcenter.closure.photo;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes what cameras write: an EXIF segment (CIPA DC-008) with orientation, time and GPS, XMP and an ICC profile. */
public final class Exif {
    public static final String SECRET = "Budi-HP-12345";
    private static final int ASCII = 2;
    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int RATIONAL = 5;

    private Exif() {
    }

    /** @param time as EXIF writes it: {@code 2026:11:21 19:00:00} */
    public static byte[] into(byte[] jpeg, int orientation, String time, double latitude, double longitude) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(jpeg, 0, 2);
        segment(all, 0xe1, joined(latin("Exif\0\0"), tiff(orientation, time, latitude, longitude)));
        segment(all, 0xe1, latin("http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>" + SECRET + "</x:xmpmeta>"));
        segment(all, 0xe2, joined(latin("ICC_PROFILE\0"), new byte[]{1, 1}, latin(SECRET)));
        all.write(jpeg, 2, jpeg.length - 2);
        return all.toByteArray();
    }

    private static void segment(ByteArrayOutputStream all, int marker, byte[] body) {
        all.write(0xff);
        all.write(marker);
        all.write((body.length + 2) >> 8);
        all.write(body.length + 2);
        all.writeBytes(body);
    }

    private static byte[] tiff(int orientation, String time, double latitude, double longitude) {
        ByteBuffer out = ByteBuffer.allocate(512);
        out.put(latin("MM")).putShort((short) 42).putInt(8);
        out.putShort((short) 4);
        field(out, 0x010f, ASCII, 14, 200);
        field(out, 0x0112, SHORT, 1, orientation << 16);
        field(out, 0x8769, LONG, 1, 70);
        field(out, 0x8825, LONG, 1, 100);
        out.putInt(0);
        out.position(70).putShort((short) 1);
        field(out, 0x9003, ASCII, 20, 220);
        out.putInt(0);
        out.position(100).putShort((short) 4);
        field(out, 1, ASCII, 2, (latitude < 0 ? 'S' : 'N') << 24);
        field(out, 2, RATIONAL, 3, 250);
        field(out, 3, ASCII, 2, (longitude < 0 ? 'W' : 'E') << 24);
        field(out, 4, RATIONAL, 3, 280);
        out.putInt(0);
        out.position(200).put(latin(SECRET + "\0"));
        out.position(220).put(latin(time + "\0"));
        out.position(250);
        degrees(out, Math.abs(latitude));
        out.position(280);
        degrees(out, Math.abs(longitude));
        return Arrays.copyOf(out.array(), 310);
    }

    private static void field(ByteBuffer out, int tag, int type, int count, int value) {
        out.putShort((short) tag).putShort((short) type).putInt(count).putInt(value);
    }

    private static void degrees(ByteBuffer out, double degrees) {
        out.putInt((int) (degrees * 1_000_000)).putInt(1_000_000).putInt(0).putInt(1).putInt(0).putInt(1);
    }

    static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }
}
