package id.siaga.commandcenter.incident;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.account.Scope;
import id.siaga.commandcenter.sql.Database;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * Counts of incidents and how long their parts took (Perwal Bekasi 71/2020 Menimbang a and P.2(2) huruf a). Each
 * incident that is no duplicate is in exactly one group, so the counts add up to all of them.
 */
public record Statistics(Database database) {

    /** What may make a group. Days and months are those of Jakarta. */
    public enum By {
        KECAMATAN("coalesce(kecamatan_code, '-')"), KELURAHAN("coalesce(kelurahan_code, '-')"), CATEGORY(
                "category"), STATE("state"), PRIORITY("priority"), SOURCE("source"), DAY(
                        "to_char(opened_at AT TIME ZONE 'Asia/Jakarta', 'YYYY-MM-DD')"), MONTH(
                                "to_char(opened_at AT TIME ZONE 'Asia/Jakarta', 'YYYY-MM')");

        private final String sql;

        By(String sql) {
            this.sql = sql;
        }

        private String column() {
            return sql + " AS \"" + name().toLowerCase(Locale.ROOT) + '"';
        }
    }

    /** Opened in [from, to), in seconds: median, 90th and 95th percentile of finished clocks. */
    public List<ObjectNode> of(Scope scope, Instant from, Instant to, List<By> by) {
        String columns = String.join(", ", by.stream().map(By::column).toList());
        String positions = String.join(", ", by.stream().map(each -> String.valueOf(by.indexOf(each) + 1)).toList());
        return database.rows(
                """
                SELECT %1$s%2$s
                       count(*) AS count, count(*) FILTER (WHERE missed) AS missed_target,
                       %4$s
                FROM command.incident i LEFT JOIN LATERAL (
                    SELECT bool_or(overdue_at IS NOT NULL) AS missed, %5$s
                    FROM (SELECT clock, overdue_at, CASE WHEN stopped_at IS NOT NULL THEN
                              extract(epoch FROM stopped_at - started_at)::float8 - paused_s END AS s
                          FROM command.incident_clock c WHERE c.incident_id = i.incident_id) clocks) took ON true
                WHERE opened_at >= ? AND opened_at < ? AND state <> 'DUPLIKAT'
                  AND (?::text[] IS NULL OR array_append(shared_with, kecamatan_code) && ?)
                %3$s""".formatted(columns, by.isEmpty() ? "" : ",",
                        by.isEmpty() ? "" : "GROUP BY " + positions + " ORDER BY " + positions, percentiles(),
                        pivots()),
                from, to, scope.codes(), scope.codes());
    }

    private static String percentiles() {
        return each("to_jsonb(percentile_cont(ARRAY[0.5, 0.9, 0.95]) WITHIN GROUP (ORDER BY %1$s_s)) AS %1$s_s");
    }

    private static String pivots() {
        return each("max(s) FILTER (WHERE clock = '%2$s') AS %1$s_s");
    }

    private static String each(String template) {
        return String.join(", ", List.of(ClockName.values()).stream()
                .map(clock -> template.formatted(clock.name().toLowerCase(Locale.ROOT), clock.name())).toList());
    }
}
