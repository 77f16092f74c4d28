package id.siaga.commandcenter.closure.photo;

/** Counts the scans of a JPEG without decoding it (ITU-T T.81, annex B). */
final class JpegScans {
    private static final int MARKER = 0xFF;
    private static final int START_OF_SCAN = 0xDA;
    private static final int END_OF_IMAGE = 0xD9;

    private final byte[] bytes;
    private int at = 2;

    private JpegScans(byte[] bytes) {
        this.bytes = bytes;
    }

    /** What comes after the end of the picture does not count: phones put films there. */
    static int in(byte[] bytes) {
        return new JpegScans(bytes).count();
    }

    private int count() {
        int scans = 0;
        for (int marker = next(); marker != END_OF_IMAGE; marker = next()) {
            scans += marker == START_OF_SCAN ? 1 : 0;
            at += length();
        }
        return scans;
    }

    /** The next marker that begins a segment; coded data between segments is passed over. */
    private int next() {
        while (at + 1 < bytes.length) {
            int code = bytes[at + 1] & 0xFF;
            if ((bytes[at] & 0xFF) == MARKER && code >= 0xC0 && code < MARKER && !stands(code)) {
                at += 2;
                return code;
            }
            at++;
        }
        return END_OF_IMAGE;
    }

    /** Restarts and the start of the image have no segment. */
    private static boolean stands(int code) {
        return code >= 0xD0 && code <= 0xD8;
    }

    private int length() {
        return at + 1 < bytes.length ? Math.max(2, ((bytes[at] & 0xFF) << 8) | (bytes[at + 1] & 0xFF)) : 2;
    }
}
