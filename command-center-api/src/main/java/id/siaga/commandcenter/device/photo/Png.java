package id.siaga.commandcenter.device.photo;

import java.util.Set;

/** PNG (W3C, third edition): a signature, then chunks of length, type, data and CRC. */
final class Png {
    private static final Set<String> PICTURE = Set.of("IHDR", "PLTE", "IDAT", "IEND", "tRNS", "cHRM", "gAMA", "iCCP",
            "sBIT", "sRGB", "bKGD", "pHYs");

    private Png() {
    }

    static byte[] stripped(byte[] bytes) {
        Parts parts = new Parts(bytes);
        parts.keep(8);
        while (true) {
            String type = parts.text(4, 4);
            long whole = 12 + parts.bigEndian32(0);
            if (PICTURE.contains(type)) {
                parts.keep(whole);
            } else {
                parts.drop(whole);
            }
            if (type.equals("IEND")) {
                return parts.kept();
            }
        }
    }
}
