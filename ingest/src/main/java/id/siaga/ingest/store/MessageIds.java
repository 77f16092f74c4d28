package id.siaga.ingest.store;

import java.time.Instant;

/**
 * Message ids that sort by time: milliseconds since 1970 in the upper 44 bits, the writer's number in 8, a counter in
 * 12. One instance per writer; not thread-safe.
 */
public final class MessageIds {

    private static final int COUNTER_BITS = 12;
    private static final int WRITER_BITS = 8;

    private final long writer;
    private long lastMillis;
    private long counter;

    /** @param writer 0…255, unique among the writers that live at the same time */
    public MessageIds(int writer) {
        this(writer, 0);
    }

    /** @param after the greatest id that is stored: a clock that went back must not give older ones */
    public MessageIds(int writer, long after) {
        this.writer = (long) writer << COUNTER_BITS;
        this.lastMillis = (after >> (WRITER_BITS + COUNTER_BITS)) + 1;
    }

    public int writer() {
        return (int) (writer >> COUNTER_BITS);
    }

    /** Not above any id that is made at or after {@code time}. */
    public static long floor(Instant time) {
        return time.toEpochMilli() << (WRITER_BITS + COUNTER_BITS);
    }

    public long next(Instant receivedAt) {
        long millis = Math.max(receivedAt.toEpochMilli(), lastMillis);
        counter = millis == lastMillis ? counter + 1 : 0;
        if (counter == 1L << COUNTER_BITS) {
            millis++;
            counter = 0;
        }
        lastMillis = millis;
        return millis << (WRITER_BITS + COUNTER_BITS) | writer | counter;
    }
}
