package id.siaga.ingest.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

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
 * table is a view of the readings, about that far behind them. One per lane, not thread-safe.
 */
public final class DeviceStates {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<FieldType> FIELDS = List.of(FieldType.TEXT, FieldType.TEXT, FieldType.TEXT,
            FieldType.TIMESTAMPTZ, FieldType.INT4,
            FieldType.TIMESTAMPTZ, FieldType.TIMESTAMPTZ, FieldType.INT8, FieldType.FLOAT8, FieldType.FLOAT8,
            FieldType.INT4, FieldType.JSONB);

    private static final String UPSERT = """
                                         INSERT INTO telemetry.device_state AS known (device_id, presence, presence_cause, presence_since,
                                             interval_s, last_received_at, last_observed_at, last_sequence, latitude, longitude, flags, latest)
                                         SELECT device_id, coalesce(presence, 'online'), presence_cause, presence_since, interval_s, received_at,
                                             observed_at, sequence, latitude, longitude, flags, latest
                                         FROM unnest(?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::int[], ?::timestamptz[],
                                                 ?::timestamptz[], ?::bigint[], ?::float8[], ?::float8[], ?::int[], ?::jsonb[])
                                             AS word (device_id, presence, presence_cause, presence_since, interval_s, received_at, observed_at,
                                                 sequence, latitude, longitude, flags, latest)
                                         ON CONFLICT (device_id) DO UPDATE SET
                                             presence = excluded.presence,
                                             presence_cause = excluded.presence_cause, presence_because = NULL,
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
                                                 < known.last_observed_at THEN known.latest ELSE known.latest || excluded.latest END""";

    private final Duration every;
    private final int leastAtOnce;
    private final Map<String, Word> dirty = new LinkedHashMap<>();
    private final List<String> written = new ArrayList<>();
    private final ReportedStates reported = new ReportedStates(ReportedStates.Policy.standard());

    /** What is known and not yet written; the newest of each fact. */
    private static final class Word {
        private final Instant since;
        private Instant receivedAt = Instant.EPOCH;
        private @Nullable Sample newest;
        private @Nullable Position fix;
        private @Nullable Long sequence;
        private @Nullable Presence presence;
        private Instant presenceAt = Instant.EPOCH;

        private Word(Instant since) {
            this.since = since;
        }
    }

    /**
     * @param every how long a device's word may wait
     * @param leastAtOnce words written at once, unless the batch they go with is larger: no batch waits long for them
     */
    public DeviceStates(Duration every, int leastAtOnce) {
        this.every = every;
        this.leastAtOnce = leastAtOnce;
    }

    public void note(Entry entry) {
        Word word = dirty.computeIfAbsent(entry.device().deviceId(), id -> new Word(entry.message().receivedAt()));
        word.receivedAt = entry.message().receivedAt();
        if (entry.report().sequence() != null) {
            word.sequence = entry.report().sequence();
        }
        Presence presence = entry.report().presence();
        if (presence != null) {
            word.presence = presence;
            word.presenceAt = entry.message().receivedAt();
        }
        reported.note(entry.device().deviceId(), entry.report());
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

    /** Whether a word has waited long enough. Words wait in the order in which they came. */
    public boolean due(Instant now) {
        return !dirty.isEmpty() && isDue(dirty.values().iterator().next(), now);
    }

    /** Also when the clock went back: a state must not wait for it to catch up. */
    private boolean isDue(Word word, Instant now) {
        return now.isBefore(word.since) || !now.isBefore(word.since.plus(every));
    }

    /**
     * Puts on the flight what is due, and what is asked for; {@link #written} after the commit forgets it.
     *
     * @param batch messages of the transaction
     */
    public void board(Flight flight, Instant now, int batch, Set<String> asked) {
        written.clear();
        Set<String> chosen = new TreeSet<>(asked);
        chosen.retainAll(dirty.keySet());
        int most = Math.max(leastAtOnce, batch);
        for (Map.Entry<String, Word> each : dirty.entrySet()) {
            if (chosen.size() >= most || !isDue(each.getValue(), now)) {
                break;
            }
            chosen.add(each.getKey());
        }
        if (!chosen.isEmpty()) {
            // In the order of the ids, so that two processes can wait for each other but not both.
            flight.add(UPSERT, (statement, first) -> bind(statement, first, List.copyOf(chosen)));
            written.addAll(chosen);
        }
        reported.board(flight, now);
    }

    public void written() {
        written.forEach(dirty::remove);
        written.clear();
        reported.written();
    }

    private int bind(PreparedStatement upsert, int first, List<String> deviceIds) throws SQLException {
        CopyBuffer rows = new CopyBuffer();
        for (String deviceId : deviceIds) {
            encode(rows.row(FIELDS.size()), deviceId, Objects.requireNonNull(dirty.get(deviceId)));
        }
        List<BinaryArray> columns = FIELDS.stream().map(type -> new BinaryArray(type, deviceIds.size())).toList();
        rows.transpose(columns);
        for (int i = 0; i < columns.size(); i++) {
            upsert.setObject(first + i, columns.get(i));
        }
        return first + columns.size();
    }

    private static void encode(CopyBuffer row, String deviceId, Word word) {
        Presence presence = word.presence;
        Sample sample = word.newest;
        Position fix = word.fix;
        row.text(deviceId).text(presence == null ? null : presence.state().name().toLowerCase(Locale.ROOT))
                .text(presence == null ? null : presence.cause().name().toLowerCase(Locale.ROOT))
                .instant(presence == null ? word.receivedAt : word.presenceAt)
                .int4(presence == null ? null : seconds(presence.interval())).instant(word.receivedAt)
                .instant(sample == null ? null : sample.observedAt()).int8(word.sequence)
                .float8(fix == null ? null : fix.latitude()).float8(fix == null ? null : fix.longitude())
                .int4(sample == null ? 0 : sample.flags())
                .jsonb(sample == null ? "{}" : latest(sample.readings()));
    }

    private static @Nullable Integer seconds(@Nullable Duration interval) {
        return interval == null ? null : Math.toIntExact(interval.toSeconds());
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
