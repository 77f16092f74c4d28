package id.siaga.ingest.store.sequence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

import javax.sql.DataSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import id.siaga.ingest.decode.Decoded;
import id.siaga.ingest.decode.Decoders;
import id.siaga.ingest.decode.Route;
import id.siaga.ingest.decode.Routes;
import id.siaga.ingest.mqtt.Receipts;
import id.siaga.ingest.store.sequence.SequenceLedger.Novelty;
import id.siaga.ingest.telemetry.Message;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;

/**
 * Counts what lanes that are gone stored and did not count: decodes their messages beyond the checkpoint once more, in
 * the order in which they were stored. Runs before the lanes of this process start.
 */
public record LedgerRecovery(DataSource database, Routes routes, SequencePolicy policy) {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerRecovery.class);

    private record Stored(long messageId, String deviceId, Message message, String format) {
    }

    private record Counted(Stored stored, Decoded.Report report) {
    }

    public void recover() throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            for (int writer : writers(connection)) {
                if (locked(connection, writer)) {
                    // Asked under the lock: another process may have been faster.
                    OptionalLong through = through(connection, writer);
                    if (through.isPresent()) {
                        recover(connection, writer, through.getAsLong());
                    }
                }
                connection.commit();
            }
        }
    }

    private static List<Integer> writers(Connection connection) throws SQLException {
        try (PreparedStatement select = connection
                .prepareStatement("SELECT writer FROM telemetry.sequence_writer ORDER BY through");
                ResultSet row = select.executeQuery()) {
            List<Integer> writers = new ArrayList<>();
            while (row.next()) {
                writers.add(row.getInt(1));
            }
            return writers;
        }
    }

    private static OptionalLong through(Connection connection, int writer) throws SQLException {
        try (PreparedStatement select = connection
                .prepareStatement("SELECT through FROM telemetry.sequence_writer WHERE writer = ?")) {
            select.setInt(1, writer);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
            }
        }
    }

    /** A lane that lives holds the lock. */
    private static boolean locked(Connection connection, int writer) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement("SELECT pg_try_advisory_xact_lock(?, ?)")) {
            lock.setInt(1, LaneCheckpoint.LOCKS);
            lock.setInt(2, writer);
            try (ResultSet row = lock.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private void recover(Connection connection, int writer, long through) throws SQLException {
        SequenceLedger ledger = new SequenceLedger(policy, new LaneCheckpoint(writer, through),
                new SequenceMetrics(new CompositeMeterRegistry()), Receipts.unwanted());
        long counted = 0;
        long last = through;
        for (List<Stored> page = page(connection, writer, last); !page.isEmpty(); page = page(connection, writer,
                last)) {
            count(connection, ledger, page);
            counted += page.size();
            last = page.getLast().messageId();
        }
        while (ledger.waiting()) {
            ledger.writeWaiting(connection);
            ledger.written(Instant.EPOCH);
        }
        forget(connection, writer);
        LOG.atInfo().addKeyValue("writer", writer).addKeyValue("messages", counted)
                .log("Counted what a lane left uncounted");
    }

    private void count(Connection connection, SequenceLedger ledger, List<Stored> page) throws SQLException {
        List<Counted> reports = page.stream()
                .flatMap(stored -> decode(stored).map(report -> new Counted(stored, report)).stream()).toList();
        Set<String> devices = new HashSet<>();
        reports.forEach(counted -> devices.add(counted.stored().deviceId()));
        ledger.meet(connection, devices);
        for (Counted counted : reports) {
            Stored stored = counted.stored();
            if (stored.messageId() > ledger.through(stored.deviceId())) {
                ledger.note(stored.deviceId(), stored.messageId(), counted.report(), stored.message().receivedAt(),
                        Novelty.FRESH,
                        Instant.EPOCH);
            }
        }
    }

    private Optional<Decoded.Report> decode(Stored stored) {
        Route route = routes.match(stored.message().topic()).orElseGet(
                () -> new Route(stored.format(), Map.of(), Map.of()));
        try {
            return Decoders.named(stored.format()).decode(stored.message(), route) instanceof Decoded.Report report
                    ? Optional.of(report)
                    : Optional.empty();
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).log("A stored message could not be decoded again");
            return Optional.empty();
        }
    }

    private List<Stored> page(Connection connection, int writer, long after) throws SQLException {
        try (PreparedStatement select = connection
                .prepareStatement(
                        """
                        SELECT message_id, received_at, topic, format, payload, device_id FROM telemetry.message
                        WHERE message_id > ? AND (message_id >> 12) & 255 = ?
                        ORDER BY message_id LIMIT ?""")) {
            select.setLong(1, after);
            select.setInt(2, writer);
            select.setInt(3, policy.writeIdle());
            try (ResultSet row = select.executeQuery()) {
                List<Stored> page = new ArrayList<>();
                while (row.next()) {
                    page.add(new Stored(row.getLong(1), row.getString(6), Message.of(row.getString(3), row.getBytes(5),
                            row.getObject(2, OffsetDateTime.class).toInstant()), row.getString(4)));
                }
                return page;
            }
        }
    }

    private static void forget(Connection connection, int writer) throws SQLException {
        try (PreparedStatement delete = connection
                .prepareStatement("DELETE FROM telemetry.sequence_writer WHERE writer = ?")) {
            delete.setInt(1, writer);
            delete.executeUpdate();
        }
    }
}
