package id.siaga.ingest.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import id.siaga.ingest.decode.Decoded;
import id.siaga.ingest.telemetry.Presence;

/**
 * What devices say of themselves, for {@code device_twin.reported}. Only what is new since it was written here last is
 * written, and of one device at most once per {@code every}: firmware stands in every message and changes once a year.
 * One per lane, not thread-safe.
 */
public final class ReportedStates {

    /**
     * @param every a device's word is written at most once in this time
     * @param mostAtOnce devices written with one batch
     * @param remembered devices whose last word is remembered; the longest silent are forgotten and written once more
     */
    public record Policy(Duration every, int mostAtOnce, int remembered) {

        public static Policy standard() {
            return new Policy(Duration.ofMinutes(1), 200, 20_000);
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MERGE = """
                                        INSERT INTO telemetry.device_twin AS known (device_id, reported, reported_version, reported_at)
                                        SELECT device_id, facts, 1, now()
                                        FROM unnest(?::text[], ?::jsonb[]) AS word (device_id, facts)
                                            JOIN telemetry.device USING (device_id) LEFT JOIN telemetry.device_twin t USING (device_id)
                                        WHERE t.reported IS NULL OR NOT t.reported @> facts
                                        ORDER BY device_id
                                        ON CONFLICT (device_id) DO UPDATE SET reported = known.reported || excluded.reported,
                                            reported_version = known.reported_version + 1, reported_at = excluded.reported_at""";

    /** Of one device: what was written, and what it said since that differs. */
    private static final class Word {
        private final Map<String, Object> written = new TreeMap<>();
        private final Map<String, Object> fresh = new TreeMap<>();
        private Instant writtenAt = Instant.MIN;
    }

    private final Policy policy;
    private final Map<String, Word> words = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<String, Word> dirty = new LinkedHashMap<>();
    private final Map<String, Word> boarded = new TreeMap<>();
    private Instant boardedAt = Instant.MIN;

    public ReportedStates(Policy policy) {
        this.policy = policy;
    }

    public void note(String deviceId, Decoded.Report report) {
        Presence presence = report.presence();
        if (report.about().isEmpty() && (presence == null || presence.interval() == null)) {
            return;
        }
        Word word = words.computeIfAbsent(deviceId, id -> new Word());
        report.about().forEach((name, value) -> note(word, name, value));
        Duration interval = presence == null ? null : presence.interval();
        if (interval != null) {
            note(word, "interval_s", interval.toSeconds());
        }
        if (!word.fresh.isEmpty()) {
            dirty.put(deviceId, word);
        }
        if (words.size() > policy.remembered()) {
            words.remove(words.keySet().iterator().next());
        }
    }

    private static void note(Word word, String name, Object value) {
        if (value.equals(word.written.get(name))) {
            word.fresh.remove(name);
        } else {
            word.fresh.put(name, value);
        }
    }

    /** Puts on the flight what is due; {@link #written} after the commit. */
    public void board(Flight flight, Instant now) {
        boarded.clear();
        boardedAt = now;
        dirty.values().removeIf(word -> word.fresh.isEmpty());
        dirty.entrySet().stream().filter(each -> isDue(each.getValue(), now)).limit(policy.mostAtOnce())
                .forEach(each -> boarded.put(each.getKey(), each.getValue()));
        if (!boarded.isEmpty()) {
            Map<String, Word> going = new TreeMap<>(boarded);
            flight.add(MERGE, (statement, first) -> bind(statement, first, going));
        }
    }

    private boolean isDue(Word word, Instant now) {
        return !now.isBefore(word.writtenAt.plus(policy.every()))
                || now.isBefore(word.writtenAt);
    }

    public void written() {
        boarded.forEach((deviceId, word) -> {
            word.written.putAll(word.fresh);
            word.fresh.clear();
            word.writtenAt = boardedAt;
            dirty.remove(deviceId);
        });
        boarded.clear();
    }

    private static int bind(PreparedStatement merge, int first, Map<String, Word> going) throws SQLException {
        List<String> facts = new ArrayList<>();
        for (Word word : going.values()) {
            ObjectNode json = JSON.createObjectNode();
            word.fresh.forEach((name, value) -> json.set(name, JSON.valueToTree(value)));
            facts.add(json.toString());
        }
        merge.setArray(first, merge.getConnection().createArrayOf("text", going.keySet().toArray()));
        merge.setArray(first + 1, merge.getConnection().createArrayOf("jsonb", facts.toArray()));
        return first + 2;
    }
}
