package id.siaga.ingest.store.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import id.siaga.ingest.TestDatabase;
import id.siaga.ingest.mqtt.Receipts;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** A lane whose older connection still holds its lock, on real connections. */
class LaneCheckpointTest {

    private static final Instant T0 = Instant.parse("2026-11-21T10:00:00Z");
    private static final int WRITER = 7;
    private static final String LOCK = "(%d, %d)".formatted(LaneCheckpoint.LOCKS, WRITER);

    private final SequencePolicy policy = SequencePolicy.defaults();
    private final LaneCheckpoint checkpoint = new LaneCheckpoint(WRITER, 100);
    private final SequenceLedger ledger = new SequenceLedger(policy, checkpoint,
            new SequenceMetrics(new SimpleMeterRegistry()), Receipts.unwanted());
    private TestDatabase database;
    private Connection lane;
    private Connection older;

    @BeforeEach
    void start() throws SQLException {
        database = TestDatabase.create();
        lane = database.database().lanes().getConnection();
        lane.setAutoCommit(false);
        older = database.database().source().getConnection();
    }

    @AfterEach
    void stop() throws SQLException {
        lane.close();
        older.close();
        database.close();
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** As another process would ask before it takes a lane for gone. */
    private boolean free() throws SQLException {
        return database.rows("SELECT pg_try_advisory_xact_lock" + LOCK).equals(List.of("true"));
    }

    @Test
    void whatAnOlderConnectionHoldsIsTriedForUntilItEnds() throws SQLException {
        Duration every = policy.claimEvery();
        run(older, "SELECT pg_advisory_lock" + LOCK);
        ledger.attach(lane, T0);
        ledger.guard(lane, T0.plus(every));
        run(older, "SELECT pg_advisory_unlock" + LOCK);
        assertThat(free()).isTrue();
        ledger.guard(lane, T0.plus(every).plus(every).minusMillis(1));
        assertThat(free()).as("tried too soon").isTrue();
        ledger.guard(lane, T0.plus(every).plus(every));
        assertThat(free()).isFalse();
    }

    @Test
    void whoTookOverMeanwhileIsNotWrittenOver() throws SQLException {
        run(older, "SELECT pg_advisory_lock" + LOCK);
        assertThat(checkpoint.claim(lane, T0)).isEqualTo(LaneCheckpoint.Claim.OURS);
        run(older, "DELETE FROM telemetry.sequence_writer; SELECT pg_advisory_unlock" + LOCK);
        assertThatThrownBy(() -> checkpoint.write(lane, 200)).isInstanceOf(SQLException.class)
                .hasMessageContaining("taken over").extracting("SQLState").isEqualTo("40001");
        lane.rollback();
        assertThat(checkpoint.claim(lane, T0)).isEqualTo(LaneCheckpoint.Claim.TAKEN_OVER);
    }

    @Test
    void aWriteWhoseAnswerWasLostIsRecognized() throws SQLException {
        assertThat(checkpoint.claim(lane, T0)).isEqualTo(LaneCheckpoint.Claim.OURS);
        checkpoint.write(lane, 200);
        lane.rollback();
        assertThat(checkpoint.claim(lane, T0)).isEqualTo(LaneCheckpoint.Claim.OURS);
        checkpoint.write(lane, 300);
        lane.commit();
        assertThat(checkpoint.claim(lane, T0)).isEqualTo(LaneCheckpoint.Claim.WRITTEN);
    }
}
