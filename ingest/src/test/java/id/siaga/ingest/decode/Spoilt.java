package id.siaga.ingest.decode;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A payload as broken firmware, a bad link or an attacker would change it; the seed decides how. */
record Spoilt(byte[] payload, Random random) {

    private static final int MOST_BYTES = 200_000;
    private static final byte[][] TOKENS = Arrays.stream(new String[]{"1e400", "-1e400", "9007199254740993",
            "123456789012345678901234567890", "1" + "0".repeat(400), "-0", "0", "-1", "65535", "327.67", "4294967296",
            "1.7976931348623157e308", "4.9e-324", "NaN", "Infinity", "-Infinity", "null", "true", "\"\"", "{}", "[]",
            "\"Invalid Reading\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\u0000\"", "\0", "0xFFFF", "'x'",
            "// a comment\n", "\"" + "x".repeat(10_000) + "\"", "\"1970-01-01T00:00:00Z\"", "\"20190819T141821\"",
            "1e3", "\"9999999999-12-31T00:00:00Z\"", "99999999999999999", "-99999999999999999", "\"../../etc/passwd\"",
            "\"'; DROP TABLE message; --\"", "[".repeat(40) + "]".repeat(40), "[".repeat(20_000),
            "{\"a\":".repeat(5_000), "{\"a\":1,\"a\":2}", "i", "1i", "1u", "U", "\r\n", "\u2028"})
            .map(token -> token.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
    private static final byte[] LONE_SURROGATE = {(byte) 0xED, (byte) 0xA0, (byte) 0x80};
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final String STRUCTURE = "\"{}[]:,0-9.eE\\n= /";

    static byte[] of(byte[] payload, long seed) {
        return new Spoilt(payload, new Random(seed)).once();
    }

    private byte[] once() {
        return switch (random.nextInt(9)) {
            case 0 -> someBytes();
            case 1 -> Arrays.copyOf(payload, random.nextInt(payload.length + 1));
            case 2 -> spliced(random.nextInt(payload.length + 1), 0, LONE_SURROGATE);
            case 3 -> spliced(0, 0, BYTE_ORDER_MARK);
            case 4 -> spliced(random.nextInt(payload.length + 1), 0, new byte[1 + random.nextInt(3)]);
            case 5 -> repeated();
            case 6 -> new String(payload, StandardCharsets.ISO_8859_1).replace("\n", "\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1);
            default -> anotherValue();
        };
    }

    private byte[] someBytes() {
        byte[] changed = payload.clone();
        for (int i = 0; i < 4 && changed.length > 0; i++) {
            int at = random.nextInt(changed.length);
            changed[at] = random.nextBoolean()
                    ? (byte) STRUCTURE.charAt(random.nextInt(STRUCTURE.length()))
                    : (byte) random.nextInt();
        }
        return changed;
    }

    /** Where a value stands in JSON or a line protocol, something that has broken parsers before stands instead. */
    private byte[] anotherValue() {
        List<Integer> starts = new ArrayList<>(List.of(0));
        for (int i = 0; i < payload.length - 1; i++) {
            if (":,[= ".indexOf(payload[i]) >= 0) {
                starts.add(i + 1);
            }
        }
        int start = starts.get(random.nextInt(starts.size()));
        int end = start;
        while (end < payload.length && ",]} \n".indexOf(payload[end]) < 0) {
            end++;
        }
        return spliced(start, end - start, TOKENS[random.nextInt(TOKENS.length)]);
    }

    /** A stretch of it many times over: arrays of thousands, members given twice, one text of a hundred kilobytes. */
    private byte[] repeated() {
        int start = random.nextInt(payload.length + 1);
        byte[] stretch = Arrays.copyOfRange(payload, start, start + random.nextInt(payload.length - start + 1));
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        for (int times = 1 << random.nextInt(16); times > 0 && many.size() < MOST_BYTES; times--) {
            many.writeBytes(stretch);
        }
        return spliced(start, 0, many.toByteArray());
    }

    private byte[] spliced(int at, int without, byte[] instead) {
        ByteArrayOutputStream changed = new ByteArrayOutputStream();
        changed.write(payload, 0, at);
        changed.writeBytes(instead);
        changed.write(payload, at + without, payload.length - at - without);
        return changed.toByteArray();
    }
}
