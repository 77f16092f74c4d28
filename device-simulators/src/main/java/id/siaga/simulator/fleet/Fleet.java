package id.siaga.simulator.fleet;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running fleet of devices over one Vert.x instance, on the native transport where there is one. */
public final class Fleet implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Fleet.class);
    private static final int CLOSE_WAIT_S = 20;

    private final Vertx vertx;
    private final Tally tally = new Tally();

    private Fleet(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Brings up the devices in their order, so many a second, and lets them report until closed. */
    public static Fleet start(Endpoint endpoint, List<? extends Member> devices, int connectsPerSecond) {
        int shards = Math.max(1, Runtime.getRuntime().availableProcessors());
        VertxOptions options = new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(shards);
        Fleet fleet = new Fleet(Vertx.vertx(options));
        LOG.info("{} devices to {}:{}, native transport {}", devices.size(), endpoint.host(), endpoint.port(),
                fleet.vertx.isNativeTransportEnabled());
        Instant start = InstantSource.system().instant();
        for (int shard = 0; shard < shards; shard++) {
            fleet.deploy(endpoint, share(devices, shard, shards), start, (double) connectsPerSecond / shards);
        }
        return fleet;
    }

    /** The counters, live. */
    public Tally tally() {
        return tally;
    }

    /** Every device says farewell and disconnects; gives up waiting after some seconds. */
    @Override
    public void close() {
        Future<?> farewells = Future.join(vertx.deploymentIDs().stream().map(vertx::undeploy).toList());
        try {
            farewells.eventually(vertx::close).toCompletionStage().toCompletableFuture().get(CLOSE_WAIT_S,
                    TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("fleet did not close in order: {}", e.toString());
        }
    }

    private void deploy(Endpoint endpoint, List<Member> members, Instant start, double connectsPerSecond) {
        vertx.deployVerticle(new Shard(members, member -> enrolled(endpoint, member),
                enrolled -> new DeviceConnection(vertx, endpoint, enrolled, InstantSource.system(), start, tally),
                connectsPerSecond), new DeploymentOptions());
    }

    private Future<Enrolled> enrolled(Endpoint endpoint, Member member) {
        return switch (member) {
            case Enrolled already -> Future.succeededFuture(already);
            case Labelled labelled -> new Claim(vertx, endpoint, labelled, tally).made();
        };
    }

    private static List<Member> share(List<? extends Member> devices, int shard, int shards) {
        List<Member> share = new ArrayList<>();
        for (int i = shard; i < devices.size(); i += shards) {
            share.add(devices.get(i));
        }
        return share;
    }
}
