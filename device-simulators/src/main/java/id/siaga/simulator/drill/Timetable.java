package id.siaga.simulator.drill;

import java.time.Duration;
import java.time.Instant;

/**
 * When each message of each gauge is due. Numbers start at 1; the device time of a message follows from its number, so
 * that sending it again sends the same bytes. Goes on whatever the answers do, until {@link #end} closes it.
 */
final class Timetable {

    private final Instant begin;
    private final long beginNanos;
    private final long intervalNanos;
    private final int devices;
    private volatile long endNanos = Long.MAX_VALUE;

    /**
     * @param begin when the first message is due
     * @param beginNanos the same moment by {@link System#nanoTime()}
     * @param rate messages a second of all devices together
     * @throws IllegalArgumentException when one device would have two messages in one millisecond
     */
    Timetable(Instant begin, long beginNanos, int devices, int rate) {
        this.begin = begin;
        this.beginNanos = beginNanos;
        this.devices = devices;
        this.intervalNanos = 1_000_000_000L * devices / rate;
        if (intervalNanos < 1_000_000) {
            throw new IllegalArgumentException(
                    "--rate must be at most 1000 × --devices: a gauge's clock has milliseconds");
        }
    }

    /** How many messages of a gauge are due by now. */
    long due(int device, long nanos) {
        return Math.max(0, (Math.min(nanos, endNanos) - beginNanos - phase(device) + intervalNanos) / intervalNanos);
    }

    /** The device time of a message, milliseconds since 1970. */
    long deviceMillis(int device, long number) {
        return begin.plusNanos(phase(device) + (number - 1) * intervalNanos).toEpochMilli();
    }

    /** Messages of all gauges due by now. */
    long dueOfAll(long nanos) {
        long sum = 0;
        for (int device = 0; device < devices; device++) {
            sum += due(device, nanos);
        }
        return sum;
    }

    /** The wall time at which a message due at {@code nanos} says it was measured. */
    Instant instant(long nanos) {
        return begin.plus(Duration.ofNanos(nanos - beginNanos));
    }

    /** Nothing becomes due after this. */
    void end(long nanos) {
        endNanos = nanos;
    }

    /** Spreads the gauges evenly over the interval. */
    private long phase(int device) {
        return intervalNanos * device / devices;
    }
}
