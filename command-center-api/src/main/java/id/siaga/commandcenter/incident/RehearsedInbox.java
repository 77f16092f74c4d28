package id.siaga.commandcenter.incident;

import id.siaga.commandcenter.sql.StoreFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drains the inbox, after having rehearsed: without it the first emergency after a start waits half a second for
 * classes to load, statements to be planned and code to be compiled. On the inbox's own thread, which keeps its
 * database connection.
 */
public final class RehearsedInbox implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(RehearsedInbox.class);

    private final AlertInbox inbox;
    private int rehearsals;

    public RehearsedInbox(AlertInbox inbox, int rehearsals) {
        this.inbox = inbox;
        this.rehearsals = rehearsals;
    }

    @Override
    public void run() {
        while (rehearsals > 0) {
            rehearse();
            rehearsals--;
        }
        inbox.drain();
    }

    private void rehearse() {
        try {
            inbox.rehearse();
        } catch (RuntimeException e) {
            if (e instanceof StoreFailure store && store.isUnavailable()) {
                throw e;
            }
            // The real thing may still work, and must not wait for this.
            LOG.error("the rehearsal of an incident failed", e);
        }
    }
}
