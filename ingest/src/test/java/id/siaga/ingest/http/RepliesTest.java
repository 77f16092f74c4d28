package id.siaga.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

import io.vertx.core.Future;
import io.vertx.core.Promise;

/** What is remembered of an idempotency key, and when it is forgotten. */
class RepliesTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Answer ANSWER = new Answer(200, "application/json", "x".repeat(9_000), Map.of());

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final Clock clock = new Clock() {

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now.get();
        }
    };
    private final Replies replies = new Replies(50_000, HOUR, clock);
    private int worked;

    private Future<Answer> once(String device, String key) {
        return replies.once(new Replies.Key(device, key), "same", () -> {
            worked++;
            return Future.succeededFuture(ANSWER);
        });
    }

    @Test
    void aKeyIsItsDevicesOwnAndWorkedOnOnce() {
        once("a", "k");
        assertThat(once("a", "k").result().headers()).containsEntry("Idempotency-Replayed", "true");
        assertThat(once("b", "k").result().headers()).isEmpty();
        assertThat(worked).isEqualTo(2);
    }

    @Test
    void aRepeatWaitsForTheFirstAndAFailureIsNotKept() {
        Promise<Answer> first = Promise.promise();
        Future<Answer> answered = replies.once(new Replies.Key("a", "k"), "same", first::future);
        Future<Answer> repeat = once("a", "k");
        assertThat(repeat.isComplete()).isFalse();
        first.fail(Problem.busy(HOUR));
        assertThat(answered.failed() && repeat.failed()).isTrue();
        assertThat(once("a", "k").succeeded()).isTrue();
        assertThat(worked).isEqualTo(1);
    }

    @Test
    void anotherRequestUnderTheKeyIsRefused() {
        once("a", "k");
        Future<Answer> other = replies.once(new Replies.Key("a", "k"), "other", Future::succeededFuture);
        assertThat(((Problem) other.cause()).answer().status()).isEqualTo(422);
    }

    @Test
    void ageAndBytesMakeItForget() {
        once("a", "k");
        now.set(Instant.EPOCH.plus(HOUR).plusMillis(1));
        once("a", "k");
        assertThat(worked).isEqualTo(2);
        for (int i = 0; i < 100; i++) {
            once("a", "more-" + i);
        }
        once("a", "k");
        assertThat(worked).isEqualTo(103);
        once("a", "more-99");
        assertThat(worked).isEqualTo(103);
    }
}
