-- 100 * p / p can be a hair more than 100, and less than a target of 100; 100 * (p / p) cannot.
CREATE OR REPLACE VIEW availability_month AS
SELECT to_char(m.begins, 'YYYY-MM') AS month, a.device_id, d.kind, d.owner, d.kelurahan, a.period_s, a.maintenance_s,
    a.downtime_s, a.unknown_s, a.longest_gap_s,
    100 * ((a.period_s - a.downtime_s - a.maintenance_s) / nullif(a.period_s - a.maintenance_s, 0)) AS available_pct,
    100 * ((a.period_s - a.downtime_s - a.unknown_s - a.maintenance_s) / nullif(a.period_s - a.maintenance_s, 0))
        AS available_unknown_down_pct,
    t.target_pct,
    100 * ((a.period_s - a.downtime_s - a.maintenance_s) / nullif(a.period_s - a.maintenance_s, 0)) >= t.target_pct
        AND a.longest_gap_s <= coalesce(t.longest_gap_s, 'infinity') AS on_target
FROM generate_series(date_trunc('month', coalesce((SELECT min(since) FROM presence_change),
            (SELECT min(valid_from) FROM device_service)) AT TIME ZONE 'Asia/Jakarta'),
        now() AT TIME ZONE 'Asia/Jakarta', interval '1 month') AS m (begins)
    CROSS JOIN LATERAL (SELECT (m.begins + interval '1 month') AT TIME ZONE 'Asia/Jakarta' AS at) AS ends
    CROSS JOIN LATERAL availability(m.begins AT TIME ZONE 'Asia/Jakarta', least(now(), ends.at)) AS a
    CROSS JOIN LATERAL (
        -- As it was when the month ended: the nearest version before that, else the first after it.
        SELECT s.kind, s.owner, s.kelurahan FROM device_service s WHERE s.device_id = a.device_id
        ORDER BY s.valid_from >= ends.at, abs(extract(epoch FROM s.valid_from - ends.at)) LIMIT 1) AS d
    LEFT JOIN availability_target t ON t.kind = d.kind AND CASE WHEN t.from_month <= t.to_month
        THEN extract(month FROM m.begins) BETWEEN t.from_month AND t.to_month
        ELSE extract(month FROM m.begins) >= t.from_month OR extract(month FROM m.begins) <= t.to_month END;
