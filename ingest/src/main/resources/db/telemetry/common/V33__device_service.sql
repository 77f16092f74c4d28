-- A month that is over stays as it was, whatever becomes of the device: from when on it was in service, and whose.

CREATE TABLE device_service (
    device_id  text NOT NULL REFERENCES device ON DELETE CASCADE,
    valid_from timestamptz NOT NULL,
    status     text NOT NULL,
    kind       text NOT NULL,
    owner      text,
    kelurahan  text,
    PRIMARY KEY (device_id, valid_from)
);
COMMENT ON TABLE device_service IS 'What availability asks of a device, from when on; before the first version as in the first';

INSERT INTO device_service
SELECT device_id, registered_at, CASE status WHEN 'retired' THEN 'active' ELSE status END, kind, owner, kelurahan
FROM device;
INSERT INTO device_service
SELECT device_id, coalesce(retired_at, changed_at), 'retired', kind, owner, kelurahan FROM device WHERE status = 'retired'
ON CONFLICT (device_id, valid_from) DO UPDATE SET status = excluded.status;

CREATE FUNCTION device_served() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO telemetry.device_service
    VALUES (NEW.device_id, now(), NEW.status, NEW.kind, NEW.owner, NEW.kelurahan)
    ON CONFLICT (device_id, valid_from) DO UPDATE SET status = excluded.status, kind = excluded.kind,
        owner = excluded.owner, kelurahan = excluded.kelurahan;
    RETURN NULL;
END $$;
CREATE TRIGGER device_comes AFTER INSERT ON device FOR EACH ROW EXECUTE FUNCTION device_served();
CREATE TRIGGER device_changes_hands AFTER UPDATE ON device FOR EACH ROW
    WHEN ((OLD.status, OLD.kind, OLD.owner, OLD.kelurahan) IS DISTINCT FROM (NEW.status, NEW.kind, NEW.owner, NEW.kelurahan))
    EXECUTE FUNCTION device_served();

-- Half-open [from_at, to_at). The period is the time in service since the device's first word, empty if there was none
-- yet. Maintenance takes its time out of everything, so what happened during it counts nowhere else.
CREATE OR REPLACE FUNCTION availability(from_at timestamptz, to_at timestamptz)
RETURNS TABLE (device_id text, period_s double precision, maintenance_s double precision, downtime_s double precision,
    unknown_s double precision, longest_gap_s double precision)
LANGUAGE sql STABLE AS $$
    WITH version AS (
        SELECT v.device_id, v.status, tstzrange(
            CASE WHEN lag(v.valid_from) OVER versions IS NULL THEN least(v.valid_from, (
                SELECT min(c.since) FROM telemetry.presence_change c WHERE c.device_id = v.device_id))
                ELSE v.valid_from END,
            lead(v.valid_from) OVER versions) AS span
        FROM telemetry.device_service v WINDOW versions AS (PARTITION BY v.device_id ORDER BY v.valid_from)
    ), service AS (
        SELECT v.device_id,
            range_agg(v.span) * tstzmultirange(tstzrange(availability.from_at, availability.to_at)) AS period
        FROM version v WHERE v.status = 'active' AND v.span && tstzrange(availability.from_at, availability.to_at)
        GROUP BY v.device_id
    ), held AS (
        SELECT c.device_id, c.state, tstzrange(c.since,
            greatest(c.since, coalesce(lead(c.since) OVER (PARTITION BY c.device_id ORDER BY c.since, c.change_id),
                'infinity'))) AS span
        FROM telemetry.presence_change c WHERE c.since < availability.to_at
    ), known AS (
        SELECT s.device_id, s.period * coalesce(range_agg(h.span), '{}') AS period,
            coalesce(range_agg(h.span) FILTER (WHERE h.state = 'offline'), '{}') AS down,
            coalesce(range_agg(h.span) FILTER (WHERE h.state = 'unknown'), '{}') AS unknown
        FROM service s LEFT JOIN held h ON h.device_id = s.device_id
            AND h.span && tstzrange(availability.from_at, availability.to_at)
        GROUP BY s.device_id, s.period
    ), judged AS (
        SELECT k.device_id, k.period, k.period * m.agreed AS maintenance, k.period * k.down - m.agreed AS down,
            k.period * k.unknown - m.agreed AS unknown
        FROM known k CROSS JOIN LATERAL (
            SELECT coalesce(range_agg(tstzrange(w.from_at, w.to_at)), '{}') AS agreed
            FROM telemetry.maintenance_window w
            WHERE w.cancelled_at IS NULL AND (w.device_ids IS NULL OR k.device_id = ANY (w.device_ids))) m
    )
    SELECT j.device_id, telemetry.seconds(j.period), telemetry.seconds(j.maintenance), telemetry.seconds(j.down),
        telemetry.seconds(j.unknown),
        coalesce((SELECT max(extract(epoch FROM upper(part) - lower(part))) FROM unnest(j.down) AS part), 0)::double precision
    FROM judged j
$$;

CREATE OR REPLACE VIEW availability_month AS
SELECT to_char(m.begins, 'YYYY-MM') AS month, a.device_id, d.kind, d.owner, d.kelurahan, a.period_s, a.maintenance_s,
    a.downtime_s, a.unknown_s, a.longest_gap_s,
    100 * (a.period_s - a.downtime_s - a.maintenance_s) / nullif(a.period_s - a.maintenance_s, 0) AS available_pct,
    100 * (a.period_s - a.downtime_s - a.unknown_s - a.maintenance_s) / nullif(a.period_s - a.maintenance_s, 0)
        AS available_unknown_down_pct,
    t.target_pct,
    100 * (a.period_s - a.downtime_s - a.maintenance_s) / nullif(a.period_s - a.maintenance_s, 0) >= t.target_pct
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
