package id.siaga.ingest.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/**
 * The answers to requests with an Idempotency-Key: a repeat gets the first one's, also while that is being worked on.
 * Kept in memory, bounded by bytes and age: when one is gone, by time or by a restart, the repeat is worked on anew, and
 * the primary keys see to it that nothing is stored twice.
 */
final class Replies {

    /** Keys are each device's own. */
    record Key(String deviceId, String key) {
    }

    private record Kept(String fingerprint, Future<Answer> answer, Instant since) {
    }

    /** What an entry weighs besides its body, roughly. */
    private static final int ENTRY_BYTES = 1_024;

    private final long maxBytes;
    private final Duration keptFor;
    private final Clock clock;
    private final Map<Key, Kept> known = new LinkedHashMap<>();
    private long bytes;

    Replies(long maxBytes, Duration keptFor, Clock clock) {
        this.maxBytes = maxBytes;
        this.keptFor = keptFor;
        this.clock = clock;
    }

    /** Does {@code work} unless it was done; fails with a {@link Problem} when the key was used for another request. */
    synchronized Future<Answer> once(Key key, String fingerprint, Supplier<Future<Answer>> work) {
        forget();
        Kept kept = known.get(key);
        if (kept != null) {
            return kept.fingerprint().equals(fingerprint)
                    ? kept.answer().map(answer -> answer.with("Idempotency-Replayed", "true"))
                    : Future.failedFuture(Problem.keyReused());
        }
        Promise<Answer> first = Promise.promise();
        known.put(key, new Kept(fingerprint, first.future(), clock.instant()));
        begin(work).onComplete(done -> settle(key, first, done));
        return first.future();
    }

    private static Future<Answer> begin(Supplier<Future<Answer>> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private void settle(Key key, Promise<Answer> first, AsyncResult<Answer> done) {
        synchronized (this) {
            if (done.failed() || !done.result().isFinal()) {
                // What came to nothing, also in part, may be tried again under its key.
                known.remove(key);
            } else {
                bytes += bytes(done.result());
            }
        }
        if (done.failed()) {
            first.fail(done.cause());
        } else {
            first.complete(done.result());
        }
    }

    private void forget() {
        Instant before = clock.instant().minus(keptFor);
        Iterator<Kept> eldest = known.values().iterator();
        while (eldest.hasNext()) {
            Kept kept = eldest.next();
            boolean tooOld = kept.since().isBefore(before);
            if (!(tooOld || bytes > maxBytes)) {
                return;
            }
            if (kept.answer().succeeded()) {
                bytes -= bytes(kept.answer().result());
                eldest.remove();
            }
        }
    }

    private static long bytes(Answer answer) {
        return (long) ENTRY_BYTES + answer.body().length();
    }
}
