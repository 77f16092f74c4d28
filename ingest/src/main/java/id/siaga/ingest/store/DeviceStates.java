package id.siaga.ingest.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import id.siaga.ingest.telemetry.Position;
import id.siaga.ingest.telemetry.Presence;
import id.siaga.ingest.telemetry.Quality;
import id.siaga.ingest.telemetry.Reading;
import id.siaga.ingest.telemetry.Sample;
import id.siaga.ingest.telemetry.Value;

/**
 * The last word of each device. Written at most once per {@code every} and device, inside a batch's transaction: the
 * table is a view of the readings, at most that far behind them. One per lane, not thread-safe.
 */
public final class DeviceStates {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Duration every;
    private final Map<String, Word> dirty = new HashMap<>();
    private Instant lastFlush = Instant.EPOCH;

    /** What is known and not yet written; the newest of each fact. */
    private static final class Word {
        private Instant receivedAt = Instant.EPOCH;
        private @Nullable Sample newest;
        private @Nullable Position fix;
        private @Nullable Long sequence;
        private @Nullable Presence presence;
        private Instant presenceAt = Instant.EPOCH;
    }

    public DeviceStates(Duration every) {
        this.every = every;
    }

    public void note(Entry entry) {
        Word word = dirty.computeIfAbsent(entry.device().deviceId(), id -> new Word());
        word.receivedAt = entry.message().receivedAt();
        if (entry.report().sequence() != null) {
            word.sequence = entry.report().sequence();
        }
        Presence presence = entry.report().presence();
        if (presence != null) {
            word.presence = presence;
            word.presenceAt = entry.message().receivedAt();
        }
        for (Sample sample : entry.samples()) {
            noteSample(word, sample);
        }
    }

    private static void noteSample(Word word, Sample sample) {
        if (word.newest == null || !sample.observedAt().isBefore(word.newest.observedAt())) {
            word.newest = sample;
        }
        Position position = sample.position();
        if (position != null && position.quality() != Quality.BAD) {
            word.fix = position;
        }
    }

    /** Also when the clock went back: a state must not wait for it to catch up. */
    public boolean due(Instant now) {
        return !dirty.isEmpty() && (now.isBefore(lastFlush) || !now.isBefore(lastFlush.plus(every)));
    }

    /** Writes what is known into the open transaction; {@link #written} after the commit forgets it. */
    public void write(Connection connection) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement(
                """
                INSERT INTO telemetry.device_state AS known (device_id, presence, presence_cause, presence_since,
                    interval_s, last_received_at, last_observed_at, last_sequence, latitude, longitude, flags, latest)
                VALUES (?, coalesce(?, 'online'), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb)
                ON CONFLICT (device_id) DO UPDATE SET
                    presence = excluded.presence,
                    presence_cause = excluded.presence_cause,
                    presence_since = CASE WHEN known.presence = excluded.presence
                        THEN known.presence_since ELSE excluded.presence_since END,
                    interval_s = coalesce(excluded.interval_s, known.interval_s),
                    last_received_at = excluded.last_received_at,
                    last_observed_at = greatest(known.last_observed_at, excluded.last_observed_at),
                    last_sequence = coalesce(excluded.last_sequence, known.last_sequence),
                    latitude = coalesce(excluded.latitude, known.latitude),
                    longitude = coalesce(excluded.longitude, known.longitude),
                    flags = CASE WHEN excluded.last_observed_at IS NULL OR excluded.last_observed_at
                        < known.last_observed_at THEN known.flags ELSE excluded.flags END,
                    latest = CASE WHEN excluded.last_observed_at IS NULL OR excluded.last_observed_at
                        < known.last_observed_at THEN known.latest ELSE known.latest || excluded.latest END""")) {
            for (Map.Entry<String, Word> each : dirty.entrySet()) {
                bind(upsert, each.getKey(), each.getValue());
                upsert.addBatch();
            }
            upsert.executeBatch();
        }
    }

    public void written(Instant now) {
        dirty.clear();
        lastFlush = now;
    }

    private static void bind(PreparedStatement upsert, String deviceId, Word word) throws SQLException {
        Presence presence = word.presence;
        Sample sample = word.newest;
        Position fix = word.fix;
        upsert.setString(1, deviceId);
        upsert.setString(2, presence == null ? null : presence.state().name().toLowerCase(Locale.ROOT));
        upsert.setString(3, presence == null ? null : presence.cause().name().toLowerCase(Locale.ROOT));
        upsert.setObject(4, (presence == null ? word.receivedAt : word.presenceAt).atOffset(ZoneOffset.UTC));
        upsert.setObject(5,
                presence == null || presence.interval() == null ? null : (int) presence.interval().toSeconds(),
                Types.INTEGER);
        upsert.setObject(6, word.receivedAt.atOffset(ZoneOffset.UTC));
        upsert.setObject(7, sample == null ? null : sample.observedAt().atOffset(ZoneOffset.UTC));
        upsert.setObject(8, word.sequence, Types.BIGINT);
        upsert.setObject(9, fix == null ? null : fix.latitude(), Types.DOUBLE);
        upsert.setObject(10, fix == null ? null : fix.longitude(), Types.DOUBLE);
        upsert.setInt(11, sample == null ? 0 : sample.flags());
        upsert.setString(12, sample == null ? "{}" : latest(sample.readings()));
    }

    private static String latest(List<Reading> readings) {
        ObjectNode latest = JSON.createObjectNode();
        for (Reading reading : readings) {
            if (reading.component().isEmpty() && reading.quality() != Quality.BAD) {
                put(latest, reading.metric().name(), reading.value());
            }
        }
        return latest.toString();
    }

    private static void put(ObjectNode latest, String name, Value value) {
        switch (value) {
            case Value.Quantity quantity -> latest.put(name, quantity.value());
            case Value.Truth truth -> latest.put(name, truth.value());
            case Value.Word word -> latest.put(name, word.value());
        }
    }
}
