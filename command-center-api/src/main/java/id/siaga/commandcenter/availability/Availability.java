package id.siaga.commandcenter.availability;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.sql.Database;
import java.util.List;

/** Reads view {@code telemetry.availability_month}. Seconds and percent; a month is Jakarta's. */
public record Availability(Database database) {

    /** By what a month is told. */
    public enum By {
        DEVICE, OWNER, KELURAHAN
    }

    /** @param month like {@code 2026-11} */
    public List<ObjectNode> of(By by, String month) {
        return switch (by) {
            case DEVICE ->
                database.report("""
                                SELECT device_id, kind, owner, kelurahan, period_s, maintenance_s, downtime_s,
                                    unknown_s, longest_gap_s, available_pct, available_unknown_down_pct,
                                    target_pct, on_target
                                FROM telemetry.availability_month WHERE month = ? ORDER BY device_id""", month);
            case OWNER -> together("owner", month);
            case KELURAHAN -> together("kelurahan", month);
        };
    }

    /** All seconds of all devices together, so that a device counts by the time for which it was agreed. */
    private List<ObjectNode> together(String column, String month) {
        return database.report("""
                               SELECT %1$s, count(*) AS devices,
                                   count(*) FILTER (WHERE on_target) AS devices_on_target,
                                   count(*) FILTER (WHERE NOT on_target) AS devices_below_target,
                                   count(*) FILTER (WHERE period_s = 0) AS devices_not_heard,
                                   sum(period_s) AS period_s, sum(maintenance_s) AS maintenance_s,
                                   sum(downtime_s) AS downtime_s, sum(unknown_s) AS unknown_s,
                                   max(longest_gap_s) AS longest_gap_s,
                                   100 * (sum(period_s - downtime_s - maintenance_s)
                                       / nullif(sum(period_s - maintenance_s), 0)) AS available_pct,
                                   100 * (sum(period_s - downtime_s - unknown_s - maintenance_s)
                                       / nullif(sum(period_s - maintenance_s), 0)) AS available_unknown_down_pct
                               FROM telemetry.availability_month WHERE month = ?
                               GROUP BY %1$s ORDER BY %1$s NULLS LAST""".formatted(column), month);
    }
}
