package id.siaga.simulator.drill;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;

/** The gauges that publish to one endpoint, over a few event loops. Usable from any thread. */
final class Gauges {

    private static final long TICK_MS = 5;
    private static final long PATIENCE_S = 60;

    private final Door door;
    private final Timetable timetable;
    private final List<Identity> identities;
    private final Progress progress = new Progress();
    private final List<Share> shares = new ArrayList<>();

    /** The gauges of one event loop. */
    private static final class Share extends VerticleBase {

        private final List<Gauge> gauges = new ArrayList<>();

        @Override
        public Future<?> start() {
            gauges.forEach(Gauge::connect);
            vertx.setPeriodic(TICK_MS, tick -> gauges.forEach(Gauge::speak));
            return Future.succeededFuture();
        }

        @Override
        public Future<?> stop() {
            return Future.join(gauges.stream().map(Gauge::close).toList());
        }

        private Future<Void> each(Consumer<Gauge> work) {
            Promise<List<Gauge>> here = Promise.promise();
            context.runOnContext(now -> here.complete(gauges));
            return here.future().map(each -> {
                each.forEach(work);
                return each;
            }).mapEmpty();
        }
    }

    Gauges(Door door, Timetable timetable, List<Identity> identities) {
        this.door = door;
        this.timetable = timetable;
        this.identities = identities;
    }

    /** Connects all of them and lets them speak as the timetable says. */
    void start(Vertx vertx, int eventLoops) throws InterruptedException {
        for (int i = 0; i < eventLoops; i++) {
            shares.add(new Share());
        }
        for (int i = 0; i < identities.size(); i++) {
            shares.get(i % eventLoops).gauges
                    .add(new Gauge(vertx, identities.get(i), door, timetable, progress));
        }
        await(Future.all(shares.stream().map(vertx::deployVerticle).toList()));
    }

    Progress progress() {
        return progress;
    }

    List<Identity> identities() {
        return identities;
    }

    List<String> ids() {
        return identities.stream().map(Identity::id).toList();
    }

    /** Messages due by now and not acknowledged yet. */
    long backlog(long nanos) {
        return identities.stream().mapToLong(who -> timetable.due(who.device(), nanos)).sum() - progress.acked();
    }

    /** Does something with each gauge on its own event loop, and waits for it. */
    void each(Consumer<Gauge> work) throws InterruptedException {
        await(Future.all(shares.stream().map(share -> share.each(work)).toList()));
    }

    /** Whether everything said is answered. */
    boolean settled() throws InterruptedException {
        Set<String> unsettled = ConcurrentHashMap.newKeySet();
        each(gauge -> {
            if (!gauge.outbox().settled()) {
                unsettled.add(gauge.id());
            }
        });
        return unsettled.isEmpty();
    }

    private static void await(Future<?> future) throws InterruptedException {
        CompletableFuture<?> done = future.toCompletionStage().toCompletableFuture();
        try {
            done.get(PATIENCE_S, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the gauges do not follow: " + e.getMessage(), e);
        }
    }
}
