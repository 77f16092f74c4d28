package id.siaga.ingest.decode;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import id.siaga.ingest.telemetry.Reject;

/**
 * The bytes of a JSON text before the parser sees them: what firmware adds (byte order mark, trailing NUL) is cut off,
 * what no store can hold (broken UTF-8, NUL characters, half surrogate pairs) is refused. RFC 8259, §8.
 */
record Text(byte[] bytes, int start, int end) {

    static Text of(byte[] payload, int limit) throws Refused {
        if (payload.length > limit) {
            throw new Refused(Reject.TOO_LARGE, payload.length + " bytes, at most " + limit);
        }
        Text text = new Text(payload, afterMark(payload), beforeNuls(payload));
        text.check();
        return text;
    }

    int length() {
        return Math.max(0, end - start);
    }

    private static int afterMark(byte[] payload) {
        boolean mark = payload.length >= 3 && payload[0] == (byte) 0xEF && payload[1] == (byte) 0xBB
                && payload[2] == (byte) 0xBF;
        return mark ? 3 : 0;
    }

    private static int beforeNuls(byte[] payload) {
        int end = payload.length;
        while (end > 0 && payload[end - 1] == 0) {
            end--;
        }
        return end;
    }

    private void check() throws Refused {
        boolean ascii = true;
        for (int i = start; i < end; i++) {
            ascii &= bytes[i] >= 0;
            if (bytes[i] == 0) {
                throw new Refused(Reject.MALFORMED, "NUL at byte " + i);
            }
            if (bytes[i] == '\\') {
                i += escape(i);
            }
        }
        if (!ascii) {
            checkUtf8();
        }
    }

    /** How many bytes follow the backslash as part of this escape. */
    private int escape(int at) throws Refused {
        int unit = unit(at);
        if (unit == 0 || (unit > 0 && Character.isLowSurrogate((char) unit))) {
            throw new Refused(Reject.MALFORMED, "unusable character escape at byte " + at);
        }
        if (unit < 0 || !Character.isHighSurrogate((char) unit)) {
            return 1;
        }
        int low = unit(at + 6);
        if (low < 0 || !Character.isLowSurrogate((char) low)) {
            throw new Refused(Reject.MALFORMED, "half a surrogate pair at byte " + at);
        }
        return 11;
    }

    /** The UTF-16 unit written as a backslash, {@code u} and four digits at {@code at}; −1 when that is not there. */
    private int unit(int at) {
        if (at + 6 > end || bytes[at] != '\\' || bytes[at + 1] != 'u') {
            return -1;
        }
        int unit = 0;
        for (int i = at + 2; i < at + 6; i++) {
            int digit = Character.digit(bytes[i], 16);
            if (digit < 0) {
                return -1;
            }
            unit = unit * 16 + digit;
        }
        return unit;
    }

    private void checkUtf8() throws Refused {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, start, length()));
        } catch (CharacterCodingException e) {
            throw new Refused(Reject.INVALID_UTF8, "not UTF-8: " + e.getMessage());
        }
    }
}
