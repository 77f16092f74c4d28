package id.siaga.ingest.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.vertx.core.Future;

/**
 * How long something may take.
 *
 * @param otherwise what is answered when it takes longer
 */
record Deadline(Duration limit, Supplier<Problem> otherwise) {

    /** The work's outcome, or the {@link Problem} when that comes first. */
    <T> Future<T> on(Future<T> work) {
        return work.timeout(limit.toMillis(), TimeUnit.MILLISECONDS).recover(
                failure -> Future.failedFuture(failure instanceof TimeoutException ? otherwise.get() : failure));
    }
}
