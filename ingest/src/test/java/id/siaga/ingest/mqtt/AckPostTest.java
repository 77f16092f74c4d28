package id.siaga.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** Acks on their way from a lane to an event loop. */
class AckPostTest {

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void anAckThatBreaksDoesNotKeepTheOnesBehindIt() throws Exception {
        Context loop = vertx.getOrCreateContext();
        AckPost post = new AckPost(loop);
        CountDownLatch all = new CountDownLatch(4);
        loop.runOnContext(busy -> {
            // Posted while the loop is busy: all are delivered in one go.
            post.post(all::countDown);
            post.post(() -> {
                throw new IllegalStateException("the connection is closed");
            });
            post.post(all::countDown);
            post.post(all::countDown);
            post.post(all::countDown);
        });
        assertThat(all.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void theAcksOfOneThreadKeepTheirOrder() throws Exception {
        AckPost post = new AckPost(vertx.getOrCreateContext());
        List<Integer> delivered = Collections.synchronizedList(new ArrayList<>());
        List<Integer> posted = new ArrayList<>();
        CountDownLatch all = new CountDownLatch(10_000);
        for (int i = 0; i < 10_000; i++) {
            int number = i;
            posted.add(number);
            post.post(() -> {
                delivered.add(number);
                all.countDown();
            });
        }
        assertThat(all.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(delivered).isEqualTo(posted);
    }
}
