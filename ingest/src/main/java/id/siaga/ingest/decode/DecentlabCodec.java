package id.siaga.ingest.decode;

import id.siaga.ingest.telemetry.Flag;
import id.siaga.ingest.telemetry.Reading;
import id.siaga.ingest.telemetry.Value;

/** Decentlab protocol 2, big-endian words: device id, flags, then the words of each flagged group, battery last. */
enum DecentlabCodec implements PayloadCodec {

    /** Ultrasonic distance. */
    MBX(2) {
        @Override
        void sensor(Bytes b, int at, Frame frame) {
            frame.add(Frame.distance(b.u16(at), "", 0));
        }
    },

    /** Tipping bucket. */
    TBRG(4) {
        @Override
        void sensor(Bytes b, int at, Frame frame) {
            frame.add("rain.interval", b.u16(at) / 10.0);
            frame.add("rain.total", (b.u16(at + 4) | (long) b.u16(at + 6) << 16) / 10.0);
        }
    },

    /** Depth, temperature and conductivity of the water. */
    CTD10(4) {
        @Override
        void sensor(Bytes b, int at, Frame frame) {
            frame.add("water.depth", b.u16(at) - BIAS);
            frame.add("water.temperature", (b.u16(at + 2) - BIAS) / 10.0);
            frame.add("water.conductivity", b.u16(at + 4));
        }
    },

    /** Pressure of a probe that reaches 1 bar, unless {@link DecentlabPressure} says how far; water temperature. */
    PR26(2) {
        @Override
        void sensor(Bytes b, int at, Frame frame) {
            double share = (b.u16(at) - HALF_BIAS) / (double) BIAS;
            frame.add(new Reading(DecentlabPressure.METRIC, "", Value.of(share), Flag.UNIT_ASSUMED.bit()));
            frame.add("water.temperature", (b.u16(at + 2) - 384) * 0.003125 - 50);
        }
    };

    private static final int PROTOCOL = 2;
    private static final int HEADER = 5;
    private static final int BIAS = 32768;
    private static final int HALF_BIAS = 16384;
    private static final int SENSOR = 1;
    private static final int BATTERY = 2;

    private final int words;

    DecentlabCodec(int words) {
        this.words = words;
    }

    abstract void sensor(Bytes bytes, int at, Frame frame);

    @Override
    public Frame decode(byte[] payload, int port) {
        Frame frame = Frame.empty();
        Bytes b = Bytes.big(payload);
        if (payload.length < HEADER || b.u8(0) != PROTOCOL) {
            return frame;
        }
        int flags = b.u16(3);
        int sensorBytes = (flags & SENSOR) == 0 ? 0 : words * 2;
        int batteryBytes = (flags & BATTERY) == 0 ? 0 : 2;
        if (payload.length != HEADER + sensorBytes + batteryBytes) {
            return frame;
        }
        if (sensorBytes > 0) {
            sensor(b, HEADER, frame);
        }
        return batteryBytes == 0 ? frame : frame.add("battery.voltage", b.u16(HEADER + sensorBytes) / 1000.0);
    }
}
