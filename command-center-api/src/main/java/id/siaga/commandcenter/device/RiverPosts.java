package id.siaga.commandcenter.device;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.reading.ReadingWords;
import id.siaga.commandcenter.sql.Database;
import java.time.Duration;
import java.util.List;

/** River posts with their newest stage, how fast it moves, and the Siaga level by the bands valid at that time. */
public record RiverPosts(Database database, Duration trendWindow) {

    public List<ObjectNode> all() {
        List<ObjectNode> posts = database.rows(
                """
                SELECT p.post, p.name, p.river, p.role, p.latitude AS lat, p.longitude AS lng, p.place_note,
                       r.level_mm / 10 AS level_cm,
                       (SELECT regr_slope(f.level_mm / 10, extract(epoch FROM f.observed_at) / 60)
                        FROM telemetry.flood_reading f
                        WHERE f.device_id = r.device_id AND f.observed_at <= r.observed_at
                          AND f.observed_at >= r.observed_at - ? * interval '1 second') AS trend_cm_per_min,
                       CASE WHEN r.level_mm IS NOT NULL THEN coalesce(
                           (SELECT CASE b.level WHEN 'AWAS' THEN 'SIAGA_1' ELSE b.level END
                            FROM telemetry.river_threshold b
                            WHERE b.post = p.post AND r.level_mm > b.above_mm AND r.observed_at >= b.valid_from
                              AND (b.valid_to IS NULL OR r.observed_at < b.valid_to)
                            ORDER BY b.above_mm DESC LIMIT 1), 'NORMAL') END AS siaga,
                       coalesce((SELECT jsonb_agg(jsonb_build_object('level', b.level,
                                     'above_cm', b.above_mm / 10.0, 'source', b.source, 'status', b.status)
                                     ORDER BY b.above_mm)
                        FROM telemetry.river_threshold b
                        WHERE b.post = p.post AND coalesce(r.observed_at, now()) >= b.valid_from
                          AND (b.valid_to IS NULL OR coalesce(r.observed_at, now()) < b.valid_to)), '[]') AS bands,
                       r.device_id, r.observed_at, r.received_at, r.time_source, r.flags,
                       extract(epoch FROM clock_timestamp() - r.observed_at)::float8 AS observed_age_s,
                       extract(epoch FROM clock_timestamp() - r.received_at)::float8 AS received_age_s
                FROM telemetry.river_post p
                LEFT JOIN LATERAL (
                    SELECT n.* FROM telemetry.device d
                    CROSS JOIN LATERAL (SELECT f.device_id, f.observed_at, f.received_at, f.time_source, f.flags,
                                               f.level_mm
                                        FROM telemetry.flood_reading f
                                        WHERE f.device_id = d.device_id AND f.level_mm IS NOT NULL
                                        ORDER BY f.observed_at DESC LIMIT 1) n
                    WHERE d.post = p.post AND d.status = 'active'
                    -- Two gauges at one post: of those that speak now the highest water counts, not the last word.
                    ORDER BY n.observed_at < now() - INTERVAL '15 minutes', n.level_mm DESC LIMIT 1) r ON true
                ORDER BY p.sort_order""", (double) trendWindow.toSeconds());
        posts.forEach(RiverPosts::spelled);
        return posts;
    }

    private static void spelled(ObjectNode post) {
        ReadingWords.spelled(post);
        if (!post.has("simulated")) {
            post.put("simulated", false);
        }
    }
}
