package id.siaga.commandcenter.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often somebody may do something in a minute: an open operation per address, any write per session. Counted in
 * this process, for so many keys at most; of more, the longest unseen is forgotten.
 *
 * @see Admission
 */
public final class Rates {
    static final String WRITES = "writes";
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int MOST_KEYS = 100_000;

    private final Map<String, Integer> perMinute;
    private final int usual;
    private final Clock clock;
    private final Map<String, Window> windows = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Window> eldest) {
            return size() > MOST_KEYS;
        }
    };

    private record Window(Instant began, int count) {
    }

    /** @param perMinute by operation id, or {@code writes}; {@code usual} for the others */
    public Rates(Map<String, Integer> perMinute, int usual, Clock clock) {
        this.perMinute = Map.copyOf(perMinute);
        this.usual = usual;
        this.clock = clock;
    }

    /** @throws Problem 429 when it was too often */
    void take(String what, String who) {
        Instant now = clock.instant();
        Window window = counted(what + " " + who, now);
        if (window.count() > perMinute.getOrDefault(what, usual)) {
            throw Problem.tooMany(Math.max(1, Duration.between(now, window.began().plus(WINDOW)).toSeconds()));
        }
    }

    private synchronized Window counted(String key, Instant now) {
        return windows.merge(key, new Window(now, 1), (known, fresh) -> known.began().plus(WINDOW).isBefore(now)
                ? fresh
                : new Window(known.began(), known.count() + 1));
    }
}
