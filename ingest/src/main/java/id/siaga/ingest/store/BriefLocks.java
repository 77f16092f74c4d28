package id.siaga.ingest.store;

import java.sql.SQLException;
import java.util.concurrent.locks.LockSupport;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A statement that needs a strong lock: it waits briefly, gives the writers as long, and tries again. */
final class BriefLocks {

    private static final Logger LOG = LoggerFactory.getLogger(BriefLocks.class);
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String DEADLOCK = "40P01";

    /** The statement, a transaction of its own. */
    @FunctionalInterface
    interface Work {
        void run() throws SQLException;
    }

    private BriefLocks() {
    }

    /** Gives up without an error when it found no moment: the next round tries again. */
    static void retry(UpkeepConfig config, String what, Work work) throws SQLException {
        for (int attempt = 0; attempt < config.lockAttempts(); attempt++) {
            try {
                work.run();
                return;
            } catch (SQLException e) {
                if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState()) && !DEADLOCK.equals(e.getSQLState())) {
                    throw e;
                }
                LockSupport.parkNanos(config.lockWithin().toNanos());
            }
        }
        LOG.atWarn().addKeyValue("table", what).log("Too busy to be locked; the next round tries again");
    }
}
