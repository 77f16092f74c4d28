package id.siaga.simulator.fleet;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The devices of one event loop; brings them up at a steady pace, each enrolled first. A door that cannot enrol so fast
 * sets the pace: only so many ask at once, or those who have their secret would wait behind those who have not.
 */
final class Shard extends VerticleBase {

    private static final long BEAT_MS = 20;
    private static final int ENROLLING_MOST = 32;

    private final List<Member> members;
    private final Function<Member, Future<Enrolled>> enrolment;
    private final Function<Enrolled, DeviceConnection> connector;
    private final double connectsPerSecond;
    private final List<DeviceConnection> connections = new ArrayList<>();
    private double due;
    private int begun;
    private int enrolling;
    private boolean stopped;

    Shard(List<Member> members, Function<Member, Future<Enrolled>> enrolment,
            Function<Enrolled, DeviceConnection> connector, double connectsPerSecond) {
        this.members = members;
        this.enrolment = enrolment;
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
        stopped = true;
        return Future.join(connections.stream().map(DeviceConnection::close).toList());
    }

    private void connectSome(long beat) {
        due = Math.min(members.size(), due + connectsPerSecond * BEAT_MS / 1000);
        while (begun < due && enrolling < ENROLLING_MOST) {
            enrolling++;
            enrolment.apply(members.get(begun++)).onSuccess(this::connect).onComplete(done -> enrolling--);
        }
        if (begun == members.size()) {
            vertx.cancelTimer(beat);
        }
    }

    private void connect(Enrolled enrolled) {
        if (stopped) {
            return;
        }
        DeviceConnection connection = connector.apply(enrolled);
        connections.add(connection);
        connection.open();
    }
}
