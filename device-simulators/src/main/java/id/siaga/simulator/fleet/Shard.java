package id.siaga.simulator.fleet;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The devices of one event loop; opens their connections at a steady pace. */
final class Shard extends VerticleBase {

    private static final long BEAT_MS = 20;

    private final List<Enrolled> members;
    private final Function<Enrolled, DeviceConnection> connector;
    private final double connectsPerSecond;
    private final List<DeviceConnection> connections = new ArrayList<>();
    private double due;

    Shard(List<Enrolled> members, Function<Enrolled, DeviceConnection> connector, double connectsPerSecond) {
        this.members = members;
        this.connector = connector;
        this.connectsPerSecond = connectsPerSecond;
    }

    @Override
    public Future<?> start() {
        vertx.setPeriodic(0, BEAT_MS, this::connectSome);
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        return Future.join(connections.stream().map(DeviceConnection::close).toList());
    }

    private void connectSome(long beat) {
        due = Math.min(members.size(), due + connectsPerSecond * BEAT_MS / 1000);
        while (connections.size() < due) {
            DeviceConnection connection = connector.apply(members.get(connections.size()));
            connections.add(connection);
            connection.open();
        }
        if (connections.size() == members.size()) {
            vertx.cancelTimer(beat);
        }
    }
}
