package id.siaga.commandcenter.incident;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.alert.AlertQueries;
import id.siaga.commandcenter.audit.EvidenceLog;
import id.siaga.commandcenter.sql.Database;
import id.siaga.commandcenter.sql.Statements;
import id.siaga.commandcenter.sql.StoreFailure;
import id.siaga.commandcenter.stream.StreamLog;
import id.siaga.ingest.telemetry.Flag;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes alert events out of {@code telemetry.alert_outbox}, each exactly once: claim, apply and delete are one
 * transaction. Any number of inboxes may run, in any number of processes.
 */
public record AlertInbox(Database database, Incidents incidents, Tickets tickets, AlertQueries alerts,
        StreamLog stream, EvidenceLog evidence) {
    /** Notified by ingest in the transaction that decided the alert. */
    public static final String CHANNEL = "siaga_alert";
    private static final Logger LOG = LoggerFactory.getLogger(AlertInbox.class);

    /** Applies all that waits. An event that cannot be applied is left for the next round, the others go on. */
    public void drain() {
        long after = 0;
        Optional<Taken> taken = take(after);
        while (taken.isPresent()) {
            after = taken.get().failed() ? taken.get().eventId() : after;
            taken = take(after);
        }
    }

    /** Takes in made-up alerts from opening to end, and rolls them back. */
    void rehearse() {
        Instant now = incidents.clock().instant();
        database.rehearse(connection -> {
            Optional<Taken> none = claim(connection, Long.MAX_VALUE, new long[1]);
            long event = -1;
            for (String change : List.of("opened", "raised", "cleared")) {
                apply(connection, AlertNotice.rehearsed(event--, "incident", change, now));
                apply(connection, AlertNotice.rehearsed(event--, "ticket", change, now));
            }
            // What waits for the commit is rehearsed as well.
            Statements.execute(connection, "SET CONSTRAINTS ALL IMMEDIATE");
            return none;
        });
    }

    private record Taken(long eventId, boolean failed) {
    }

    private Optional<Taken> take(long after) {
        long[] claimed = {after};
        try {
            return database.transaction(connection -> claim(connection, after, claimed));
        } catch (RuntimeException e) {
            if (claimed[0] == after || (e instanceof StoreFailure store && store.isUnavailable())) {
                throw e;
            }
            LOG.error("alert event {} not applied, will be tried again", claimed[0], e);
            return Optional.of(new Taken(claimed[0], true));
        }
    }

    private Optional<Taken> claim(Connection connection, long after, long[] claimed) throws SQLException {
        // One inbox at a time, so that raised is never applied before opened.
        Statements.execute(connection, "SELECT pg_advisory_xact_lock(hashtext('command.alert_inbox'))");
        Optional<ObjectNode> row = Statements.row(connection,
                AlertNotice.SELECT + """
                                     JOIN telemetry.alert_outbox o USING (event_id)
                                     WHERE o.event_id > ?
                                     ORDER BY o.event_id LIMIT 1
                                     FOR UPDATE OF o SKIP LOCKED""", Flag.SIMULATED.bit(), after);
        if (row.isEmpty()) {
            return Optional.empty();
        }
        AlertNotice notice = AlertNotice.of(row.get());
        claimed[0] = notice.eventId();
        apply(connection, notice);
        return Optional.of(new Taken(notice.eventId(), false));
    }

    private void apply(Connection connection, AlertNotice notice) throws SQLException {
        incidents.apply(connection, notice);
        tickets.apply(connection, notice);
        Optional<ObjectNode> alert = alerts.one(connection, notice.alertId());
        if (alert.isPresent()) {
            stream.append(connection, "alert", alert.get());
        }
        Statements.execute(connection, "DELETE FROM telemetry.alert_outbox WHERE event_id = ?", notice.eventId());
        evidence.record(connection, notice.eventId());
    }
}
