package id.siaga.commandcenter.reading;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.sql.Database;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Typed rows of one device, newest first, from every table that may hold them. */
public record ReadingQueries(Database database) {

    /** Readings with {@code from <= observed_at < to}, each naming its {@code table}. */
    public List<ObjectNode> of(String deviceId, Instant from, Instant to, int limit) {
        List<ObjectNode> all = new ArrayList<>();
        for (String table : ReadingWords.TABLES) {
            all.addAll(
                    database.rows("""
                                  SELECT '%1$s' AS "table", r.*, r.message_id::text AS message_id FROM telemetry.%1$s r
                                  WHERE device_id = ? AND observed_at >= ? AND observed_at < ?
                                  ORDER BY observed_at DESC LIMIT ?""".formatted(table), deviceId, from, to, limit));
        }
        return all.stream().sorted(Comparator.comparing(ReadingQueries::observedAt).reversed()).limit(limit)
                .map(ReadingWords::spelled).toList();
    }

    private static Instant observedAt(ObjectNode reading) {
        return Instant.parse(reading.path("observed_at").asText());
    }
}
