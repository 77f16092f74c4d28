package id.siaga.commandcenter.device.photo;

/** JPEG (ITU-T T.81): segments up to the scan, then the scan. */
final class Jpeg {
    private static final int SCAN = 0xda;
    private static final int END = 0xd9;
    private static final int JFIF = 0xe0;
    private static final int COLOURS = 0xe2;
    private static final int ADOBE = 0xee;

    private Jpeg() {
    }

    static byte[] stripped(byte[] bytes) {
        Parts parts = new Parts(bytes);
        parts.keep(2);
        while (true) {
            int marker = parts.peek(1);
            if (parts.peek(0) != 0xff) {
                throw new IllegalArgumentException("no JPEG marker where one must be");
            }
            if (marker == 0xff) {
                parts.drop(1);
            } else if (marker == SCAN) {
                scans(parts);
                return parts.kept();
            } else if (isKept(marker)) {
                parts.keep(2L + parts.bigEndian16(2));
            } else {
                parts.drop(2L + parts.bigEndian16(2));
            }
        }
    }

    /** Application data and comments go, but what colours mean stays. */
    private static boolean isKept(int marker) {
        boolean application = marker >= JFIF && marker <= 0xef;
        boolean comment = marker == 0xfe;
        return marker == JFIF || marker == COLOURS || marker == ADOBE || !(application || comment);
    }

    /** Up to the end of the image; what cameras hang on behind it goes. */
    private static void scans(Parts parts) {
        while (parts.peek(0) != 0xff || parts.peek(1) != END) {
            parts.keep(1);
        }
        parts.keep(2);
    }
}
