package id.siaga.simulator.device;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A device: who it is, how it measures, and how it misbehaves. {@link #transmit} is a pure function, so a seeded run
 * can be repeated byte for byte.
 *
 * @param phase when, after the start, the first report at this interval is due
 * @param before how many reports were due at the intervals before
 */
public record SimulatedDevice(Profile profile, Instrument instrument, Duration phase, List<FaultWindow> faults,
        long before) {

    /** A healthy device that reports at its own point within the interval, so that a fleet does not speak at once. */
    public static SimulatedDevice of(Profile profile, Instrument instrument, Seed seed) {
        Duration phase = Duration.ofMillis((long) (seed.of("phase").unit() * profile.interval().toMillis()));
        return new SimulatedDevice(profile, instrument, phase, List.of(), 0);
    }

    /** The same device with one more fault. */
    public SimulatedDevice with(FaultWindow fault) {
        List<FaultWindow> more = new ArrayList<>(faults);
        more.add(fault);
        return new SimulatedDevice(profile, instrument, phase, List.copyOf(more), before);
    }

    /** The same device reporting at another interval from now on; its numbers go on where they are. */
    public SimulatedDevice every(Duration interval, Moment moment) {
        long due = Math.max(0, done(moment) + 1);
        return new SimulatedDevice(profile.every(interval), instrument, moment.elapsed().plus(interval), faults,
                before + due);
    }

    /** The telemetry payloads this device sends at that moment: one, none (silence) or two (duplicates). */
    public List<byte[]> transmit(Moment moment) {
        List<FaultWindow> active = faults.stream().filter(f -> f.covers(moment.elapsed())).toList();
        List<byte[]> sent = List.of(payload(moment, active));
        for (FaultWindow window : active) {
            sent = distorted(sent, window.fault());
        }
        return sent;
    }

    /** The instant of the next report strictly after now. */
    public Instant nextReport(Moment moment) {
        return moment.start().plus(phase).plusMillis((done(moment) + 1) * profile.interval().toMillis());
    }

    /** The index of the last report that was due at this interval; negative before the first. */
    private long done(Moment moment) {
        return Math.floorDiv(moment.elapsed().minus(phase).toMillis(), profile.interval().toMillis());
    }

    private byte[] payload(Moment moment, List<FaultWindow> active) {
        long millis = clock(moment.now(), active).toEpochMilli();
        Telemetry telemetry = new Telemetry(profile.deviceId() + ":" + millis, millis, sequence(moment));
        instrument.read(read(moment, active), telemetry);
        return telemetry.bytes();
    }

    /** Counts from 1; half an interval of tolerance, so that a late timer does not skip a number. */
    private long sequence(Moment moment) {
        long interval = profile.interval().toMillis();
        return before + 1
                + Math.max(0, Math.floorDiv(moment.elapsed().minus(phase).toMillis() + interval / 2, interval));
    }

    private static Instant clock(Instant now, List<FaultWindow> active) {
        Instant shown = now;
        for (FaultWindow window : active) {
            shown = switch (window.fault()) {
                case CLOCK_2004 -> shown.atOffset(ZoneOffset.UTC).withYear(2004).toInstant();
                case CLOCK_AHEAD -> shown.plus(1, ChronoUnit.DAYS);
                case SILENCE, STUCK, DUPLICATE, MALFORMED -> shown;
            };
        }
        return shown;
    }

    private static Moment read(Moment moment, List<FaultWindow> active) {
        return active.stream().filter(f -> f.fault() == Fault.STUCK).findFirst().map(f -> moment.at(f.after()))
                .orElse(moment);
    }

    private static List<byte[]> distorted(List<byte[]> sent, Fault fault) {
        return switch (fault) {
            case SILENCE -> List.of();
            case DUPLICATE -> sent.stream().flatMap(p -> List.of(p, p).stream()).toList();
            case MALFORMED -> sent.stream().map(p -> Arrays.copyOf(p, p.length / 2)).toList();
            case STUCK, CLOCK_2004, CLOCK_AHEAD -> sent;
        };
    }
}
