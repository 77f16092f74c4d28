package id.siaga.ingest.store;

import java.time.Duration;

/**
 * How long the database is waited for, where the JDBC address does not say otherwise.
 *
 * @param connect for one server of the address to answer a connection
 * @param lane for an answer to a lane; then the batch, whatever became of it, is written again, which its keys make safe
 * @param probe for an answer to the question whether the database works
 * @param abandoned how soon a server process notices that whoever asked has gone, and gives up its locks
 * @param recheck how long a server of the address that was a standby, or away, is not asked again
 */
public record DatabaseTimeouts(Duration connect, Duration lane, Duration probe, Duration abandoned, Duration recheck) {

    public static DatabaseTimeouts defaults() {
        return new DatabaseTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(3),
                Duration.ofSeconds(2), Duration.ofSeconds(1));
    }
}
