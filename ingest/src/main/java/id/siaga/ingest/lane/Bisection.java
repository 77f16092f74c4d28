package id.siaga.ingest.lane;

import java.sql.SQLException;
import java.util.List;
import java.util.function.BooleanSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import id.siaga.ingest.mqtt.Ack;
import id.siaga.ingest.telemetry.Reject;

/**
 * Stores a batch whatever is in it: one that the database refuses is halved until the poisonous parcel stands alone and
 * is put aside; a database that is away is waited for. Every parcel's sender is told. One thread.
 */
final class Bisection {

    private static final Logger LOG = LoggerFactory.getLogger(Bisection.class);

    private final LaneConfig config;
    private final Commit commit;
    private final Teller teller;
    private final LaneMetrics metrics;
    private final BooleanSupplier closing;

    /** @param closing whether nobody waits any longer for a database that is away */
    Bisection(LaneConfig config, Commit commit, Teller teller, LaneMetrics metrics, BooleanSupplier closing) {
        this.config = config;
        this.commit = commit;
        this.teller = teller;
        this.metrics = metrics;
        this.closing = closing;
    }

    /** @throws InterruptedException what is not told of is not stored */
    void store(List<Parcel> batch) throws InterruptedException {
        Patience patience = patience();
        while (true) {
            try {
                teller.tell(batch, commit.commit(batch));
                return;
            } catch (SQLException e) {
                if (Fault.of(e) == Fault.DATA) {
                    commit.reset();
                    divide(batch, Reject.STORE_REFUSED, e);
                    return;
                }
                await(e, patience);
            } catch (RuntimeException | StackOverflowError e) {
                LOG.atError().setCause(e).log("A batch broke the lane's code");
                commit.reset();
                divide(batch, Reject.INTERNAL, e);
                return;
            }
        }
    }

    /** As {@link #store}, but what not even halving can mend goes to quarantine. */
    void storeAlone(Parcel parcel) throws InterruptedException {
        try {
            store(List.of(parcel));
        } catch (Error e) {
            commit.reset();
            putAside(parcel, Reject.INTERNAL, String.valueOf(e));
        }
    }

    private void divide(List<Parcel> batch, Reject reason, Throwable cause) throws InterruptedException {
        metrics.failed(reason.name());
        if (batch.size() == 1) {
            putAside(batch.get(0), reason, String.valueOf(cause.getMessage()));
            return;
        }
        int middle = batch.size() / 2;
        store(List.copyOf(batch.subList(0, middle)));
        store(List.copyOf(batch.subList(middle, batch.size())));
    }

    private void putAside(Parcel parcel, Reject reason, String detail) throws InterruptedException {
        Patience patience = patience();
        while (true) {
            try {
                commit.quarantine(parcel, reason, detail);
                teller.tell(List.of(parcel), List.of(Ack.Outcome.QUARANTINED));
                return;
            } catch (SQLException e) {
                if (Fault.of(e) == Fault.DATA) {
                    giveUp(parcel, e);
                    return;
                }
                await(e, patience);
            } catch (RuntimeException e) {
                giveUp(parcel, e);
                return;
            }
        }
    }

    /** Even quarantine will not have it. It is not stored and its sender is told so; the others must go on. */
    private void giveUp(Parcel parcel, Exception cause) {
        commit.reset();
        metrics.failed("quarantine");
        LOG.atError().addKeyValue("topic", parcel.message().topic()).addKeyValue("principal", parcel.principal())
                .setCause(cause).log("A message is refused by quarantine too and is not stored");
        teller.notStored(parcel);
    }

    private Patience patience() {
        return new Patience(config.retryFirst(), config.retryMost());
    }

    private void await(SQLException cause, Patience patience) throws InterruptedException {
        metrics.failed("database");
        LOG.atWarn().addKeyValue("sqlState", cause.getSQLState()).addKeyValue("cause", cause.getMessage())
                .addKeyValue("retryInMs", patience.pause().toMillis())
                .log("The database did not take a batch; it is kept");
        commit.reset();
        if (closing.getAsBoolean()) {
            throw new InterruptedException("closing while the database is away");
        }
        patience.wear();
    }
}
