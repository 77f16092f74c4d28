package id.siaga.commandcenter.device.photo;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The three kinds of pictures taken, told by their first bytes, never by what the sender says. */
public enum PhotoFormat {
    JPEG("image/jpeg") {
        @Override
        boolean begins(byte[] bytes) {
            return bytes.length > 3 && (bytes[0] & 0xff) == 0xff && (bytes[1] & 0xff) == 0xd8
                    && (bytes[2] & 0xff) == 0xff;
        }

        @Override
        public byte[] stripped(byte[] bytes) {
            return Jpeg.stripped(bytes);
        }
    },
    PNG("image/png") {
        @Override
        boolean begins(byte[] bytes) {
            return bytes.length > 8 && text(bytes, 0, 8).equals("\u0089PNG\r\n\u001a\n");
        }

        @Override
        public byte[] stripped(byte[] bytes) {
            return Png.stripped(bytes);
        }
    },
    WEBP("image/webp") {
        @Override
        boolean begins(byte[] bytes) {
            return bytes.length > 12 && text(bytes, 0, 4).equals("RIFF") && text(bytes, 8, 4).equals("WEBP");
        }

        @Override
        public byte[] stripped(byte[] bytes) {
            return Webp.stripped(bytes);
        }
    };

    private final String mediaType;

    PhotoFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    public String mediaType() {
        return mediaType;
    }

    public static Optional<PhotoFormat> of(byte[] bytes) {
        return Arrays.stream(values()).filter(format -> format.begins(bytes)).findFirst();
    }

    abstract boolean begins(byte[] bytes);

    /**
     * The same picture without place, time, camera and comments.
     *
     * @throws IllegalArgumentException when the file is not whole
     */
    public abstract byte[] stripped(byte[] bytes);

    static String text(byte[] bytes, int from, int length) {
        return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
    }
}
