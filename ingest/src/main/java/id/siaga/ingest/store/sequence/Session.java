package id.siaga.ingest.store.sequence;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;

import org.jspecify.annotations.Nullable;

/**
 * A run of a device's counter, from one start to the next. Numbers are counted on over wraps: the sender's own is the
 * number modulo 2^bits. Not thread-safe.
 */
final class Session {

    private static final int[] WIDTHS = {16, 32};

    private final long ordinal;
    private final Instant beganAt;
    private long first;
    private long highest;
    private int bits;
    private long lost;
    private @Nullable Instant deviceBegan;
    private @Nullable Instant deviceTime;
    private final Gaps gaps;
    private boolean changed;

    /** As the table keeps it. */
    record Row(long ordinal, Instant beganAt, long first, long highest, int bits, long missing, long lost,
            @Nullable Instant deviceBegan, @Nullable Instant deviceTime) {
    }

    Session(Row row, Collection<Gap> open) {
        this.ordinal = row.ordinal();
        this.beganAt = row.beganAt();
        this.first = row.first();
        this.highest = row.highest();
        this.bits = row.bits();
        this.lost = row.lost();
        this.deviceBegan = row.deviceBegan();
        this.deviceTime = row.deviceTime();
        this.gaps = new Gaps(open);
    }

    static Session begin(long ordinal, Arrived with) {
        Session session = new Session(new Row(ordinal, with.receivedAt(), with.number(), with.number(), 0, 0, 0,
                with.deviceTime(), with.deviceTime()), Collections.emptyList());
        session.changed = true;
        return session;
    }

    Row row() {
        return new Row(ordinal, beganAt, first, highest, bits, missing(), lost, deviceBegan, deviceTime);
    }

    long ordinal() {
        return ordinal;
    }

    Instant beganAt() {
        return beganAt;
    }

    long first() {
        return first;
    }

    long highest() {
        return highest;
    }

    @Nullable
    Instant deviceBegan() {
        return deviceBegan;
    }

    @Nullable
    Instant deviceTime() {
        return deviceTime;
    }

    Collection<Gap> gaps() {
        return gaps.all();
    }

    long missing() {
        return gaps.numbers();
    }

    /** How many different numbers came. */
    long received() {
        return highest - first + 1 - missing() - lost;
    }

    /** The highest number with nothing missing below it since the session's first. */
    long contiguous() {
        return gaps.isEmpty() ? highest : gaps.lowest() - 1;
    }

    /** A number of this session as its sender writes it. */
    long raw(long number) {
        return bits == 0 ? number : Math.floorMod(number, 1L << bits);
    }

    boolean wrapped() {
        return bits != 0;
    }

    boolean isMissing(long number) {
        return gaps.contain(number);
    }

    /** Which number a counter value is here: a wrap is seen only from close by. */
    long place(long raw, int window) {
        for (int width : WIDTHS) {
            long size = 1L << width;
            if (raw < size && (bits == width || (bits == 0 && highest < size))) {
                long here = highest - Math.floorMod(highest, size) + raw;
                if (here + size - highest <= window) {
                    return here + size;
                }
                return bits != 0 && isNear(here - size, window) ? here - size : here;
            }
        }
        return raw;
    }

    private boolean isNear(long number, int window) {
        return highest - number <= window || isMissing(number);
    }

    /** Takes a number above the highest. */
    Verdict advance(long number, Arrived arrived) {
        changed = true;
        long skipped = number - highest - 1;
        if (skipped > 0) {
            gaps.open(new Gap(highest + 1, number - 1, arrived.observedAt(), arrived.receivedAt()));
        }
        if (bits == 0 && number != arrived.number()) {
            bits = Long.numberOfTrailingZeros(number - arrived.number());
        }
        highest = number;
        // Also when it is unknown: an older clock must not make what comes late look newer than the highest.
        deviceTime = arrived.deviceTime();
        deviceBegan = deviceBegan == null ? deviceTime : deviceBegan;
        return Verdict.advance(skipped);
    }

    /** Takes a number up to the highest. */
    Verdict lower(long number, Arrived arrived) {
        if (number < first) {
            return extend(number, arrived);
        }
        return isMissing(number) ? Verdict.filled(gaps.fill(number)) : Verdict.DUPLICATE;
    }

    private Verdict extend(long number, Arrived arrived) {
        changed = true;
        long skipped = first - number - 1;
        if (skipped > 0) {
            gaps.open(new Gap(number + 1, first - 1, arrived.observedAt(), arrived.receivedAt()));
        }
        first = number;
        deviceBegan = arrived.deviceTime() == null ? deviceBegan : arrived.deviceTime();
        return Verdict.late(skipped);
    }

    /** Stops waiting for what has been missing for too long, or is in too many pieces; the oldest first. */
    void giveUp(int mostOpen, Instant openedBefore) {
        lost += gaps.giveUp(mostOpen, openedBefore);
    }

    boolean isChanged() {
        return changed || gaps.areChanged();
    }

    boolean gapsChanged() {
        return gaps.areChanged();
    }

    void written() {
        changed = false;
        gaps.written();
    }
}
