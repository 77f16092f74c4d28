package id.siaga.commandcenter.device.photo;

import java.util.Set;

/** WebP (RFC 9649): a RIFF file whose chunks are padded to even lengths. */
final class Webp {
    private static final Set<String> METADATA = Set.of("EXIF", "XMP ");
    private static final int FLAGS_AT = 20;
    private static final int EXIF_AND_XMP = 0x08 | 0x04;

    private Webp() {
    }

    static byte[] stripped(byte[] bytes) {
        Parts parts = new Parts(bytes);
        parts.keep(12);
        while (parts.more(8)) {
            long length = parts.littleEndian32(4);
            long whole = 8 + length + (length & 1);
            if (METADATA.contains(parts.text(0, 4))) {
                parts.drop(whole);
            } else {
                parts.keep(whole);
            }
        }
        return told(parts.kept());
    }

    /** The header says how long the file is and what is in it. */
    private static byte[] told(byte[] kept) {
        for (int i = 0; i < 4; i++) {
            kept[4 + i] = (byte) ((kept.length - 8) >> (8 * i));
        }
        if (kept.length > FLAGS_AT && PhotoFormat.text(kept, 12, 4).equals("VP8X")) {
            kept[FLAGS_AT] &= (byte) ~EXIF_AND_XMP;
        }
        return kept;
    }
}
