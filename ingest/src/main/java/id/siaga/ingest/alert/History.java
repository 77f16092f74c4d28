package id.siaga.ingest.alert;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import id.siaga.ingest.store.Entry;
import id.siaga.ingest.store.ReadingTable;
import id.siaga.ingest.telemetry.Reading;
import id.siaga.ingest.telemetry.Sample;
import id.siaga.ingest.telemetry.TimeSource;
import id.siaga.ingest.telemetry.Value;

/**
 * The recent samples of a device as the typed tables have them, for rules that look back (a rate, a hold) to go on where
 * they were before a restart.
 *
 * @param lookback how far back rules look
 * @param limit most samples per device
 */
public record History(Duration lookback, int limit) {

    /** Samples older than the entry's own, oldest first. */
    List<Sample> before(Connection connection, Entry entry) throws SQLException {
        ReadingTable table = ReadingTable.of(entry.device().kind());
        if (table == null) {
            return List.of();
        }
        OffsetDateTime until = entry.samples().stream().map(Sample::observedAt).min(Comparator.naturalOrder())
                .orElseThrow().atOffset(ZoneOffset.UTC);
        try (PreparedStatement select = connection.prepareStatement(
                """
                SELECT * FROM telemetry.%s WHERE device_id = ? AND observed_at >= ? AND observed_at < ?
                    AND message_id < ? ORDER BY observed_at DESC LIMIT ?""".formatted(table.name()))) {
            select.setString(1, entry.device().deviceId());
            select.setObject(2, until.minus(lookback));
            select.setObject(3, until);
            select.setLong(4, entry.messageId());
            select.setInt(5, limit);
            try (ResultSet rows = select.executeQuery()) {
                List<Sample> newestFirst = new ArrayList<>();
                while (rows.next()) {
                    newestFirst.add(sample(table, rows));
                }
                return newestFirst.reversed();
            }
        }
    }

    private static Sample sample(ReadingTable table, ResultSet row) throws SQLException {
        int flags = row.getInt("flags");
        List<Reading> readings = new ArrayList<>();
        for (ReadingTable.Column column : table.columns()) {
            Object value = row.getObject(column.name());
            if (value != null) {
                readings.add(new Reading(column.metric(), "", value(value), flags));
            }
        }
        return new Sample(row.getObject("observed_at", OffsetDateTime.class).toInstant(),
                TimeSource.values()[row.getInt("time_source")], flags, readings, null);
    }

    private static Value value(Object column) {
        return switch (column) {
            case Double number -> Value.of(number.doubleValue());
            case Boolean truth -> Value.of(truth.booleanValue());
            default -> Value.of(column.toString());
        };
    }
}
