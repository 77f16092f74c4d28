package id.siaga.ingest.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import id.siaga.ingest.telemetry.Flag;
import id.siaga.ingest.telemetry.Position;
import id.siaga.ingest.telemetry.Reading;

/**
 * Milesight ultrasonic, submersible and weather sensors (EM310/400/500, WTS506): channel, type, value, little-endian.
 * A pair without a known length ends the reading, for what follows cannot be found.
 */
final class MilesightCodec implements PayloadCodec {

    private static final int UNKNOWN = -1;
    private static final int LEVEL_RECORD = 6;
    private static final int WEATHER_RECORD = 15;
    private static final int LONG_WEATHER_RECORD = 17;
    private static final int BATTERY_UNKNOWN = 0xFF;
    private static final double MICRO = 1e6;

    @Override
    public Frame decode(byte[] payload, int port) {
        Bytes bytes = Bytes.little(payload);
        Frame frame = Frame.empty();
        boolean tilted = false;
        boolean positioned = false;
        for (int at = 0; at + 2 <= payload.length;) {
            int pair = bytes.u8(at) << 8 | bytes.u8(at + 1);
            int length = length(bytes, at, pair);
            if (length == UNKNOWN || at + 2 + length > payload.length) {
                break;
            }
            if (pair == 0x0400 || pair == 0x0500) {
                positioned = true;
                tilted = bytes.u8(at + 2) == 1;
            }
            read(bytes, at + 2, pair, length, frame);
            at += 2 + length;
        }
        return positioned ? frame.tilted(tilted) : frame;
    }

    @Override
    public Map<String, String> about(byte[] payload, int port) {
        Bytes bytes = Bytes.little(payload);
        About about = new About();
        for (int at = 0; at + 2 <= payload.length;) {
            int pair = bytes.u8(at) << 8 | bytes.u8(at + 1);
            int length = length(bytes, at, pair);
            if (length == UNKNOWN || at + 2 + length > payload.length) {
                break;
            }
            switch (pair) {
                case 0xFF09 -> about.add(About.HARDWARE, bytes.u8(at + 2) + "." + (bytes.u8(at + 3) >> 4));
                case 0xFF0A -> about.add(About.FIRMWARE, bytes.u8(at + 2) + "." + bytes.u8(at + 3));
                default -> {
                }
            }
            at += 2 + length;
        }
        return about.facts();
    }

    private static int length(Bytes bytes, int at, int pair) {
        return switch (pair) {
            case 0x0175, 0x0400, 0x0500, 0x0468, 0xFF01, 0xFF0F, 0xFFFE, 0xFF0B -> 1;
            case 0x0382, 0x0377, 0x0367, 0x0482, 0x0584, 0x0792, 0x0673, 0xFF09, 0xFF0A, 0xFFFF -> 2;
            case 0x8367, 0x8482, 0x0877 -> 3;
            case 0x83E9, 0x08EC -> 5;
            case 0x88EC -> 6;
            case 0xFF16 -> 8;
            case 0x0688 -> 9;
            case 0x20CE -> weather(bytes, at) ? WEATHER_RECORD : LEVEL_RECORD;
            case 0x21CE -> LONG_WEATHER_RECORD;
            default -> UNKNOWN;
        };
    }

    /** Two models use one pair for memories of different length: the right length ends where the next pair begins. */
    private static boolean weather(Bytes bytes, int at) {
        return boundary(bytes, at + 2 + WEATHER_RECORD) && !boundary(bytes, at + 2 + LEVEL_RECORD);
    }

    private static boolean boundary(Bytes bytes, int at) {
        return at == bytes.length() || (at + 2 <= bytes.length() && bytes.u8(at) == 0x20 && bytes.u8(at + 1) == 0xCE);
    }

    private static void read(Bytes b, int at, int pair, int length, Frame frame) {
        switch (pair) {
            case 0x0175 -> frame.add(Frame.reading("battery.level", b.u8(at),
                    b.u8(at) == BATTERY_UNKNOWN ? Flag.SENTINEL.bit() : 0));
            case 0x0382, 0x0482 -> frame.add(Frame.distance(b.u16(at), "", 0));
            case 0x0377 -> frame.add("water.depth", b.u16(at) * 10);
            case 0x0367 -> frame.add("air.temperature", b.i16(at) / 10.0);
            case 0x8367 -> frame.add(Frame.reading("air.temperature", b.i16(at) / 10.0, alarm(b.u8(at + 2))));
            case 0x8482 -> frame.add(Frame.distance(b.u16(at), "", alarm(b.u8(at + 2))));
            case 0x83E9 -> frame.add(Frame.distance(b.u16(at) / 10.0, "", alarm(b.u8(at + 4))));
            case 0x0877 -> frame.add("rain.total", b.u16(at) / 100.0);
            case 0x08EC -> frame.add("rain.total", b.u32(at) / 100.0);
            case 0x88EC -> frame.add(Frame.reading("rain.total", b.u32(at) / 100.0, alarm(b.u8(at + 5))));
            case 0x0584 -> frame.add("wind.direction", b.i16(at) / 10.0);
            case 0x0792 -> frame.add("wind.speed", b.u16(at) / 10.0);
            case 0x0468 -> frame.add("air.humidity", b.u8(at) / 2.0);
            case 0x0673 -> frame.add("air.pressure", b.u16(at) / 10.0);
            case 0x0688 -> frame.places().add(Position.of(b.i32(at) / MICRO, b.i32(at + 4) / MICRO, null, null));
            case 0x20CE, 0x21CE -> frame.remember(b.u32(at), memory(b, at + 4, length));
            default -> {
            }
        }
    }

    private static List<Reading> memory(Bytes b, int at, int length) {
        if (length == LEVEL_RECORD) {
            return List.of(Frame.distance(b.u16(at), "", 0));
        }
        double rain = length == WEATHER_RECORD ? b.u16(at + 9) : b.u32(at + 9);
        List<Reading> readings = new ArrayList<>();
        readings.add(Frame.reading("air.temperature", b.i16(at) / 10.0, 0));
        readings.add(Frame.reading("air.humidity", b.u8(at + 2) / 2.0, 0));
        readings.add(Frame.reading("air.pressure", b.u16(at + 3) / 10.0, 0));
        readings.add(Frame.reading("wind.direction", b.i16(at + 5) / 10.0, 0));
        readings.add(Frame.reading("wind.speed", b.u16(at + 7) / 10.0, 0));
        readings.add(Frame.reading("rain.total", rain / 100.0, 0));
        return readings;
    }

    private static int alarm(int flag) {
        return flag == 0 ? 0 : Flag.DEVICE_ALARM.bit();
    }
}
