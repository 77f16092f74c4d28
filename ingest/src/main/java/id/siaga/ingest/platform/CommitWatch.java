package id.siaga.ingest.platform;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import id.siaga.ingest.lane.Commit;
import id.siaga.ingest.lane.Fault;
import id.siaga.ingest.lane.Parcel;
import id.siaga.ingest.mqtt.Ack;
import id.siaga.ingest.telemetry.Reject;

/** Looks over the lanes' shoulders at their transactions: whether they succeed, and how long one has been running. */
public final class CommitWatch {

    private static final long IDLE = Long.MIN_VALUE;

    private final DatabaseHealth health;
    private final List<Watched> lanes = new CopyOnWriteArrayList<>();

    public CommitWatch(DatabaseHealth health) {
        this.health = health;
    }

    /** The same transactions, seen. */
    public Commit watch(int lane, Commit commit) {
        Watched watched = new Watched("lane-" + lane, commit);
        lanes.add(watched);
        return watched;
    }

    /** How long the longest transaction that still runs has been running; zero when none does. */
    public Duration longestRunning() {
        long now = System.nanoTime();
        return Duration.ofNanos(lanes.stream().mapToLong(lane -> lane.runningFor(now)).max().orElse(0));
    }

    private final class Watched implements Commit {

        private final String name;
        private final Commit commit;
        private volatile long began = IDLE;

        Watched(String name, Commit commit) {
            this.name = name;
            this.commit = commit;
        }

        long runningFor(long now) {
            long since = began;
            return since == IDLE ? 0 : Math.max(0, now - since);
        }

        @Override
        public List<Ack.Outcome> commit(List<Parcel> batch) throws SQLException {
            began = System.nanoTime();
            try {
                List<Ack.Outcome> outcomes = commit.commit(batch);
                health.works(name);
                return outcomes;
            } catch (SQLException e) {
                throw noted(e);
            } finally {
                began = IDLE;
            }
        }

        @Override
        public void quarantine(Parcel parcel, Reject reason, String detail) throws SQLException {
            try {
                commit.quarantine(parcel, reason, detail);
                health.works(name);
            } catch (SQLException e) {
                throw noted(e);
            }
        }

        @Override
        public void idle() throws SQLException {
            try {
                commit.idle();
                health.works(name);
            } catch (SQLException e) {
                throw noted(e);
            }
        }

        private SQLException noted(SQLException e) {
            health.fails(name, Fault.of(e), String.valueOf(e.getMessage()));
            return e;
        }

        @Override
        public void reset() {
            commit.reset();
        }

        @Override
        public void close() {
            commit.close();
        }
    }
}
