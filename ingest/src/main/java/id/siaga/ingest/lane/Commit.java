package id.siaga.ingest.lane;

import java.sql.SQLException;
import java.util.List;

import id.siaga.ingest.mqtt.Ack;
import id.siaga.ingest.telemetry.Reject;

/** What a lane does with a batch: one transaction. The seam between the pipeline and the tables. */
public interface Commit extends AutoCloseable {

    /**
     * Stores the batch and decides what it causes; when it returns, all of it is durable.
     *
     * @return what became of each parcel, in order
     * @throws SQLException nothing of the batch was stored
     */
    List<Ack.Outcome> commit(List<Parcel> batch) throws SQLException;

    /** Puts aside a parcel that the tables will not take. */
    void quarantine(Parcel parcel, Reject reason, String detail) throws SQLException;

    /** Called when nothing has arrived for a while: writes what was postponed. */
    void idle() throws SQLException;

    /** Drops the connection so that the next call opens a new one. */
    void reset();

    @Override
    void close();
}
