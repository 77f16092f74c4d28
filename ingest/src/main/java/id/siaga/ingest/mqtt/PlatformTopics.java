package id.siaga.ingest.mqtt;

import java.sql.SQLException;
import java.util.concurrent.Semaphore;

/**
 * What the platform itself says at the door, and to whom: people and programs with an API token, who publish nothing.
 * One for all listeners of a process.
 */
public final class PlatformTopics {

    /** How a program's secret begins; a device's does not. */
    private static final String TOKEN = "siaga_";

    /** Who has permission to read these topics. */
    @FunctionalInterface
    public interface Readers {

        /** Asked when somebody connects, and again before something new is said. Blocks. */
        boolean mayRead(String user, String token) throws SQLException;
    }

    private final RetainedTopics kept;
    private final Readers readers;
    private final Semaphore room;

    /** @param most readers that may be connected at a time */
    public PlatformTopics(RetainedTopics kept, Readers readers, int most) {
        this.kept = kept;
        this.readers = readers;
        this.room = new Semaphore(most);
    }

    RetainedTopics kept() {
        return kept;
    }

    boolean mayRead(Presented presented) throws SQLException {
        return presented.chain().isEmpty() && presented.secret().startsWith(TOKEN)
                && readers.mayRead(presented.user(), presented.secret());
    }

    boolean enter() {
        return room.tryAcquire();
    }

    void leave() {
        room.release();
    }
}
