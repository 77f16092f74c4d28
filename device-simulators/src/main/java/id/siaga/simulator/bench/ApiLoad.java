package id.siaga.simulator.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Asks queries, shuffled anew each round, at a steady rate, whether or not answers come, and counts from when each should
 * have been sent.
 *
 * @param tokens of who asks
 */
record ApiLoad(URI base, Map<ApiQuery.Who, String> tokens, ApiPlaces places, List<ApiQuery> queries) {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SEED = 42;

    /** By query, nanoseconds until the whole answer was there; fails when one was not answered or refused. */
    Map<ApiQuery, Histogram> ask(int perSecond, Duration length) {
        List<Turn> turns = queries.stream().map(Turn::of).toList();
        List<Turn> round = new ArrayList<>(turns);
        Random random = new Random(SEED);
        long total = Math.max(queries.size(), perSecond * length.toSeconds());
        List<CompletableFuture<?>> answers = new ArrayList<>();
        try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            long start = System.nanoTime();
            for (int i = 0; i < total; i++) {
                long due = start + i * TimeUnit.SECONDS.toNanos(1) / perSecond;
                if (i % round.size() == 0) {
                    Collections.shuffle(round, random);
                }
                Turn turn = round.get(i % round.size());
                awaitTime(due);
                answers.add(http.sendAsync(request(turn.query()), HttpResponse.BodyHandlers.ofByteArray())
                        .thenAccept(answer -> turn.record(answer, due)));
            }
            answers.forEach(CompletableFuture::join);
        }
        Map<ApiQuery, Histogram> latency = new LinkedHashMap<>();
        turns.forEach(turn -> latency.put(turn.query(), turn.latency()));
        return latency;
    }

    private record Turn(ApiQuery query, Histogram latency) {

        static Turn of(ApiQuery query) {
            return new Turn(query, new ConcurrentHistogram(Load.LONGEST_NANOS, 3));
        }

        void record(HttpResponse<byte[]> answer, long due) {
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(query.path() + ": HTTP " + answer.statusCode());
            }
            latency.recordValue(System.nanoTime() - due);
        }
    }

    private HttpRequest request(ApiQuery query) {
        return HttpRequest.newBuilder(base.resolve(places.in(query.path()))).timeout(PATIENCE)
                .header("Authorization", "Bearer " + tokens.get(query.who()))
                .header("X-Purpose", "bench").build();
    }

    private static void awaitTime(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
