-- Who is there, since when and why; and what that makes of a month.

ALTER TABLE device_state ADD COLUMN presence_because text;
COMMENT ON COLUMN device_state.presence_because IS 'unknown: the topmost parent that is down';

CREATE TABLE presence_change (
    change_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    device_id  text NOT NULL,
    state      text NOT NULL CHECK (state IN ('online', 'offline', 'sleeping', 'unknown')),
    cause      text,
    because    text,
    since      timestamptz NOT NULL,
    decided_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN presence_change.since IS 'when it began: for a silence the first report that did not come; decided_at is when that was noticed';
CREATE INDEX presence_change_of ON presence_change (device_id, since, change_id);

INSERT INTO presence_change (device_id, state, cause, since)
SELECT device_id, presence, presence_cause, presence_since FROM device_state;

CREATE FUNCTION presence_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO telemetry.presence_change (device_id, state, cause, because, since)
    VALUES (NEW.device_id, NEW.presence, NEW.presence_cause, NEW.presence_because, NEW.presence_since);
    RETURN NULL;
END $$;
CREATE TRIGGER presence_begins AFTER INSERT ON device_state FOR EACH ROW EXECUTE FUNCTION presence_changed();
CREATE TRIGGER presence_moves AFTER UPDATE ON device_state FOR EACH ROW
    WHEN (OLD.presence <> NEW.presence OR OLD.presence_because IS DISTINCT FROM NEW.presence_because)
    EXECUTE FUNCTION presence_changed();

-- ---------------------------------------------------------------------------------------------- availability

CREATE TABLE maintenance_window (
    window_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    reason       text NOT NULL,
    device_ids   text[],
    from_at      timestamptz NOT NULL,
    to_at        timestamptz NOT NULL CHECK (to_at > from_at),
    agreed_by    text NOT NULL,
    agreed_at    timestamptz NOT NULL DEFAULT now(),
    cancelled_by text,
    cancelled_at timestamptz
);
COMMENT ON COLUMN maintenance_window.device_ids IS 'null: every device';

CREATE TABLE availability_target (
    kind          text NOT NULL,
    from_month    int NOT NULL CHECK (from_month BETWEEN 1 AND 12),
    to_month      int NOT NULL CHECK (to_month BETWEEN 1 AND 12),
    target_pct    double precision NOT NULL CHECK (target_pct BETWEEN 0 AND 100),
    longest_gap_s double precision CHECK (longest_gap_s > 0),
    source        text NOT NULL,
    PRIMARY KEY (kind, from_month)
);
COMMENT ON TABLE availability_target IS 'What a kind owes in the months from_month to to_month, which may pass the end of the year';
INSERT INTO availability_target VALUES
    ('link', 1, 12, 99.5, NULL, 'usulan'),
    ('cctv', 1, 12, 95, NULL, 'usulan'),
    ('wifi', 1, 12, 97, NULL, 'usulan'),
    ('flood', 10, 4, 99, 900, 'usulan: musim hujan');

CREATE FUNCTION seconds(of tstzmultirange) RETURNS double precision LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(sum(extract(epoch FROM upper(part) - lower(part))), 0)::double precision FROM unnest(of) AS part
$$;

-- Half-open [from_at, to_at); the period begins with the device's first word. Maintenance takes its time out of
-- everything, so what happened during it counts nowhere else.
CREATE FUNCTION availability(from_at timestamptz, to_at timestamptz)
RETURNS TABLE (device_id text, period_s double precision, maintenance_s double precision, downtime_s double precision,
    unknown_s double precision, longest_gap_s double precision)
LANGUAGE sql STABLE AS $$
    WITH held AS (
        SELECT c.device_id, c.state, tstzrange(c.since,
            greatest(c.since, coalesce(lead(c.since) OVER (PARTITION BY c.device_id ORDER BY c.since, c.change_id),
                'infinity'))) AS span
        FROM telemetry.presence_change c WHERE c.since < availability.to_at
    ), known AS (
        SELECT h.device_id,
            tstzmultirange(tstzrange(greatest(availability.from_at, min(lower(h.span))), availability.to_at)) AS period,
            coalesce(range_agg(h.span) FILTER (WHERE h.state = 'offline'), '{}') AS down,
            coalesce(range_agg(h.span) FILTER (WHERE h.state = 'unknown'), '{}') AS unknown
        FROM held h WHERE h.span && tstzrange(availability.from_at, availability.to_at) GROUP BY h.device_id
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

CREATE VIEW availability_month AS
SELECT to_char(m.begins, 'YYYY-MM') AS month, d.device_id, d.kind, d.owner, d.kelurahan, a.period_s, a.maintenance_s,
    a.downtime_s, a.unknown_s, a.longest_gap_s,
    100 * (a.period_s - a.downtime_s - a.maintenance_s) / nullif(a.period_s - a.maintenance_s, 0) AS available_pct,
    100 * (a.period_s - a.downtime_s - a.unknown_s - a.maintenance_s) / nullif(a.period_s - a.maintenance_s, 0)
        AS available_unknown_down_pct,
    t.target_pct,
    100 * (a.period_s - a.downtime_s - a.maintenance_s) / nullif(a.period_s - a.maintenance_s, 0) >= t.target_pct
        AND a.longest_gap_s <= coalesce(t.longest_gap_s, 'infinity') AS on_target
FROM generate_series(date_trunc('month', (SELECT min(since) FROM presence_change) AT TIME ZONE 'Asia/Jakarta'),
        now() AT TIME ZONE 'Asia/Jakarta', interval '1 month') AS m (begins)
    CROSS JOIN LATERAL availability(m.begins AT TIME ZONE 'Asia/Jakarta',
        least(now(), (m.begins + interval '1 month') AT TIME ZONE 'Asia/Jakarta')) AS a
    JOIN device d ON d.device_id = a.device_id AND d.status = 'active'
    LEFT JOIN availability_target t ON t.kind = d.kind AND CASE WHEN t.from_month <= t.to_month
        THEN extract(month FROM m.begins) BETWEEN t.from_month AND t.to_month
        ELSE extract(month FROM m.begins) >= t.from_month OR extract(month FROM m.begins) <= t.to_month END;
COMMENT ON VIEW availability_month IS 'Months are Jakarta''s. available_pct counts time unknown because of a parent as up, available_unknown_down_pct as down';
