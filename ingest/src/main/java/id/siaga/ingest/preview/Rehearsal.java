package id.siaga.ingest.preview;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import id.siaga.ingest.preview.Preview.Evidence;
import id.siaga.ingest.preview.Preview.Row;
import id.siaga.ingest.store.BatchWriter;
import id.siaga.ingest.store.BatchWriter.Repeats;
import id.siaga.ingest.store.Database.Dialect;
import id.siaga.ingest.store.Entry;
import id.siaga.ingest.store.Flight;
import id.siaga.ingest.store.ReadingTable;
import id.siaga.ingest.telemetry.DeviceEvent;
import id.siaga.ingest.telemetry.Sample;

/** Writes an entry as a lane would, reads back what then stands in the tables, and takes it all back. */
record Rehearsal(DataSource source) {

    /** No message of a lane has a negative id. */
    static final long MESSAGE_ID = -1;

    private static final ObjectMapper JSON = new ObjectMapper();

    record Result(Repeats repeats, List<Row> rows, @Nullable Evidence evidence) {
    }

    Result of(Entry entry) throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            try {
                beBrief(connection);
                // The dialect decides only who marks rollups, and nothing that is taken back needs a mark.
                Repeats repeats = new BatchWriter(Dialect.TIMESCALEDB).write(connection, List.of(entry), new Flight(),
                        Flight.Ending.OPEN);
                return new Result(repeats, rows(connection, entry), evidence(connection, entry));
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    /** Nobody waits for a rehearsal, and it waits for nobody. */
    private static void beBrief(Connection connection) throws SQLException {
        try (PreparedStatement set = connection.prepareStatement("SET LOCAL lock_timeout = '2s'")) {
            set.execute();
        }
    }

    private static List<Row> rows(Connection connection, Entry entry) throws SQLException {
        List<Instant> times = Stream.concat(entry.samples().stream().map(Sample::observedAt),
                entry.events().stream().map(DeviceEvent::observedAt)).sorted(Comparator.naturalOrder())
                .toList();
        List<Row> rows = new ArrayList<>();
        if (!times.isEmpty()) {
            for (String table : tables(entry)) {
                read(connection, table, entry, times.getFirst(), times.getLast(), rows);
            }
        }
        return rows;
    }

    private static List<String> tables(Entry entry) {
        ReadingTable typed = ReadingTable.of(entry.device().kind());
        List<String> others = List.of("measurement", "device_event");
        return typed == null ? others : Stream.concat(Stream.of(typed.name()), others.stream()).toList();
    }

    private static void read(Connection connection, String table, Entry entry, Instant first, Instant last,
            List<Row> rows) throws SQLException {
        try (PreparedStatement select = connection
                .prepareStatement("""
                                  SELECT to_jsonb(r) - 'message_id' FROM telemetry.%s r
                                  WHERE device_id = ? AND observed_at BETWEEN ? AND ? AND message_id = ?
                                  ORDER BY observed_at""".formatted(table))) {
            select.setString(1, entry.device().deviceId());
            select.setObject(2, first.atOffset(ZoneOffset.UTC));
            select.setObject(3, last.atOffset(ZoneOffset.UTC));
            select.setLong(4, MESSAGE_ID);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    rows.add(new Row(table, object(row.getString(1))));
                }
            }
        }
    }

    private static ObjectNode object(String json) {
        try {
            return JSON.readValue(json, ObjectNode.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a row is no JSON object", e);
        }
    }

    private static @Nullable Evidence evidence(Connection connection, Entry entry) throws SQLException {
        try (PreparedStatement select = connection
                .prepareStatement("""
                                  SELECT octet_length(payload), encode(sha256(payload), 'hex') FROM telemetry.message
                                  WHERE message_id = ? AND received_at = ?""")) {
            select.setLong(1, MESSAGE_ID);
            select.setObject(2, entry.message().receivedAt().atOffset(ZoneOffset.UTC));
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? new Evidence(row.getInt(1), row.getString(2), entry.report().kept() == null) : null;
            }
        }
    }
}
