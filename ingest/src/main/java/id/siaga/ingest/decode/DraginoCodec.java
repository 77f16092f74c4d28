package id.siaga.ingest.decode;

import java.util.List;
import java.util.Map;

import id.siaga.ingest.telemetry.Flag;
import id.siaga.ingest.telemetry.Metric;
import id.siaga.ingest.telemetry.Reading;
import id.siaga.ingest.telemetry.Value;

/** Dragino level sensors, big-endian. The model and the firmware decide the layout, never the bytes alone. */
enum DraginoCodec implements PayloadCodec {

    /** Ultrasonic LDDS75 and LDDS45: 5 bytes from old firmware, 8 with a temperature probe; else no sensor is attached. */
    LDDS75 {
        @Override
        Frame frame(Bytes b, int port) {
            return switch (b.length()) {
                case 5 -> battery(b).add(Frame.distance(b.u16(2), "", 0));
                case 8 -> probe(battery(b).add(Frame.distance(b.u16(2), "", 0)), b.i16(5), b.u8(7) != 0);
                default -> Frame.empty();
            };
        }
    },

    /** Lidar LLDS12, 11 bytes. */
    LLDS12 {
        @Override
        Frame frame(Bytes b, int port) {
            return b.length() != 11
                    ? Frame.empty()
                    : probe(battery(b), b.i16(2), true).add(Frame.distance(b.u16(4), "", 0))
                            .add("device.temperature", b.i8(9));
        }
    },

    /** Three ultrasonic probes on one unit, 11 bytes; port 3 carries the flash log. */
    DDS75_3 {
        @Override
        Frame frame(Bytes b, int port) {
            if (port == 3) {
                return log(b);
            }
            return b.length() != RECORD
                    ? Frame.empty()
                    : probe(battery(b), b.i16(2), true).add(Frame.distance(b.u16(4), "", 0))
                            .add(Frame.distance(b.u16(6), "dis2", 0)).add(Frame.distance(b.u16(8), "dis3", 0));
        }
    },

    /** A 4–20 mA probe (PS-LB): byte 2 says what kind, byte 3 its range. */
    PS_LB {
        @Override
        Frame frame(Bytes b, int port) {
            if (b.length() < 9) {
                return Frame.empty();
            }
            Frame frame = Frame.empty().add("battery.voltage", b.u16(0) / 1000.0);
            double milliamps = b.u16(4) / 1000.0;
            int range = b.u8(3);
            return switch (b.u8(2)) {
                case 0 -> frame.add(Frame.reading("water.depth", depth(milliamps, range), loop(milliamps)));
                case 1 -> range < 1 || range > 12
                        ? frame
                        : frame.add(Frame.reading("pressure", bar(milliamps, range), broken(milliamps)));
                case 2 -> range < 1 || range > 12
                        ? frame
                        : frame.add(differential(pascal(milliamps, range) / PA_PER_BAR, broken(milliamps)));
                default -> frame;
            };
        }
    };

    private static final int DEVICE_INFO_PORT = 5;
    private static final int DEVICE_INFO = 7;
    private static final int RECORD = 11;
    private static final int NO_PROBE = 0x7FFF;
    private static final int PROBE_LOST = -1;
    private static final double BROKEN_LOOP_MA = 3.6;
    private static final double ZERO_MA = 4;
    private static final double MIDDLE_MA = 12;
    private static final double SPAN_MA = 16;
    private static final double MM_PER_M = 1000;
    private static final double BAR_PER_MPA = 10;
    private static final double[] MPA_PER_MA = {0, 0.0375, 0.0625, 0.1, 0.15625, 0.625, 2.5, 3.75, -0.00625, 0.0125,
            0.0003125, 0.003125, 0.00625};
    private static final double[] PA_PER_MA = {0, 6.25, 12.5, 18.75, 62.5, 125, 187.5, 250, 312.5, 625, 12.5, 25, 125};
    private static final int AROUND_ZERO = 9;
    private static final int DIFFERENCE_AROUND_ZERO = 10;
    private static final double PA_PER_BAR = 1e5;

    abstract Frame frame(Bytes bytes, int port);

    @Override
    public Frame decode(byte[] bytes, int port) {
        return port == DEVICE_INFO_PORT ? Frame.empty() : frame(Bytes.big(bytes), port);
    }

    /** Model, then the firmware: 0x0123 is 1.2.3. */
    @Override
    public Map<String, String> about(byte[] bytes, int port) {
        if (port != DEVICE_INFO_PORT || bytes.length < DEVICE_INFO) {
            return Map.of();
        }
        Bytes b = Bytes.big(bytes);
        return new About().add(About.FIRMWARE, b.u8(1) + "." + (b.u8(2) >> 4) + "." + (b.u8(2) & 0xF)).facts();
    }

    private static Frame battery(Bytes b) {
        return Frame.empty().add("battery.voltage", (b.u16(0) & 0x3FFF) / 1000.0);
    }

    /** The DS18B20 is optional: an absent one is no fault and gives no reading. */
    private static Frame probe(Frame frame, int tenths, boolean attached) {
        return !attached || tenths == NO_PROBE || tenths == PROBE_LOST
                ? frame
                : frame.add("probe.temperature", tenths / 10.0);
    }

    private static Frame log(Bytes b) {
        Frame frame = Frame.empty();
        for (int at = 0; at + RECORD <= b.length(); at += RECORD) {
            List<Reading> distances = List.of(Frame.distance(b.i16(at), "", 0),
                    Frame.distance(b.i16(at + 2), "dis2", 0),
                    Frame.distance(b.i16(at + 4), "dis3", 0));
            frame.remember(b.u32(at + 7), distances);
        }
        return frame;
    }

    private static double depth(double milliamps, int rangeMetres) {
        return Math.max(0, milliamps - ZERO_MA) * rangeMetres * MM_PER_M / SPAN_MA;
    }

    private static double bar(double milliamps, int range) {
        double zero = range == AROUND_ZERO ? MIDDLE_MA : ZERO_MA;
        return (milliamps - zero) * MPA_PER_MA[range] * BAR_PER_MPA;
    }

    private static double pascal(double milliamps, int range) {
        double zero = range >= DIFFERENCE_AROUND_ZERO ? MIDDLE_MA : ZERO_MA;
        return (milliamps - zero) * PA_PER_MA[range];
    }

    private static Reading differential(double bar, int flags) {
        return Reading.of(Metric.named("pressure"), "differential", Value.of(bar), flags);
    }

    /** At 4 mA and below the probe is dry or its loop is failing: doubtful, and certainly broken below 3.6 mA. */
    private static int loop(double milliamps) {
        return milliamps > ZERO_MA ? 0 : Flag.LOW_ACCURACY.bit() | broken(milliamps);
    }

    private static int broken(double milliamps) {
        return milliamps < BROKEN_LOOP_MA ? Flag.SENTINEL.bit() : 0;
    }
}
