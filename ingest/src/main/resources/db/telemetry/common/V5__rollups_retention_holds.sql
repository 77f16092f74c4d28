-- What is condensed, what is kept how long, and what may not go. The two stores differ only in V6: who keeps a rollup
-- up to date, and what a table is cut into.

-- ---------------------------------------------------------------------------------------------- rollups

-- Every flag that leaves a value less than GOOD, except the two about the device's clock: another clock was taken then.
CREATE FUNCTION suspect(flags int) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN flags & 614280 <> 0;
COMMENT ON FUNCTION suspect IS 'RETAINED NO_FIX LOW_ACCURACY JUMP SENTINEL OUT_OF_RANGE TILTED UNIT_ASSUMED STALE MISSING';

CREATE TABLE rollup_column (
    source text NOT NULL,
    name   text NOT NULL,
    kind   text NOT NULL CHECK (kind IN ('gauge', 'amount', 'truth')),
    PRIMARY KEY (source, name)
);
COMMENT ON TABLE rollup_column IS 'gauge: _avg _min _max _count; amount: the same and _sum; truth: _fraction _any _count. '
    'Positions are left out on purpose: a minute''s mean position would outlive the 90 days of the fixes; so is the '
    'course, whose mean is not a number''s mean';

INSERT INTO rollup_column (source, name, kind)
SELECT source, unnest(string_to_array(names, ' ')), kind FROM (VALUES
    ('flood_reading', 'gauge', 'level_mm distance_mm depth_mm air_temperature_c battery_pct battery_v rssi_dbm'),
    ('flood_reading', 'amount', 'rain_mm'),
    ('flood_reading', 'truth', 'tilted'),
    ('gps_position', 'gauge', 'speed_mps satellites battery_pct supply_v odometer_m'),
    ('gps_position', 'truth', 'ignition moving'),
    ('cctv_health', 'gauge', 'fps expected_fps bitrate_bps disk_used_pct clock_offset_s'),
    ('cctv_health', 'amount', 'record_gap_s'),
    ('cctv_health', 'truth', 'reachable stream_up recording frozen black'),
    ('wifi_health', 'gauge', 'clients rtt_ms loss_pct signal_dbm uptime_s cpu_used_pct'),
    ('wifi_health', 'truth', 'reachable'),
    ('measurement', 'gauge', 'number'),
    ('measurement', 'truth', 'truth')) AS each (source, kind, names);

CREATE TABLE rollup (
    name         text PRIMARY KEY,
    source       text NOT NULL,
    grain        text NOT NULL,
    width        interval NOT NULL,
    finer        text NOT NULL,
    upto         timestamptz NOT NULL DEFAULT '-infinity',
    refreshed_at timestamptz
);
COMMENT ON COLUMN rollup.finer IS 'what it is computed from: the readings, or the next finer rollup, whose sums and counts add up';
COMMENT ON COLUMN rollup.upto IS 'buckets before it are stored, from it on the view computes them from what is finer';

-- All buckets start from a Jakarta midnight; there is no daylight saving there, so a day is 24 hours in UTC too.
CREATE FUNCTION rollup_origin() RETURNS timestamptz LANGUAGE sql IMMUTABLE RETURN timestamptz '2000-01-02 17:00:00+00';

CREATE FUNCTION rollup_keys(source text) RETURNS text LANGUAGE sql IMMUTABLE
    RETURN CASE source WHEN 'measurement' THEN 'device_id, metric, component' ELSE 'device_id' END;

-- The sums of a bucket, from readings and from finer sums.
CREATE FUNCTION rollup_of_readings(of_source text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT 'count(*) AS samples, count(*) FILTER (WHERE telemetry.suspect(flags)) AS suspect, least(count(*), 1) AS minutes, '
        || string_agg(format(CASE kind WHEN 'truth' THEN
            'count(*) FILTER (WHERE %1$I AND NOT telemetry.suspect(flags)) AS %1$s_true, '
            ELSE 'sum(%1$I) FILTER (WHERE NOT telemetry.suspect(flags)) AS %1$s_sum, '
                'min(%1$I) FILTER (WHERE NOT telemetry.suspect(flags)) AS %1$s_min, '
                'max(%1$I) FILTER (WHERE NOT telemetry.suspect(flags)) AS %1$s_max, ' END
            || 'count(%1$I) FILTER (WHERE NOT telemetry.suspect(flags)) AS %1$s_count', name), ', ' ORDER BY name)
    FROM telemetry.rollup_column WHERE source = of_source
$$;
CREATE FUNCTION rollup_of_sums(of_source text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT 'sum(samples)::bigint AS samples, sum(suspect)::bigint AS suspect, sum(minutes)::bigint AS minutes, '
        || string_agg(format(CASE kind WHEN 'truth' THEN 'sum(%1$s_true)::bigint AS %1$s_true, '
            ELSE 'sum(%1$s_sum) AS %1$s_sum, min(%1$s_min) AS %1$s_min, max(%1$s_max) AS %1$s_max, ' END
            || 'sum(%1$s_count)::bigint AS %1$s_count', name), ', ' ORDER BY name)
    FROM telemetry.rollup_column WHERE source = of_source
$$;
CREATE FUNCTION rollup_shown(of_source text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT 'samples, suspect, minutes, ' || string_agg(format(CASE kind WHEN 'truth' THEN
            '%1$s_true::double precision / nullif(%1$s_count, 0) AS %1$s_fraction, '
            'CASE WHEN %1$s_count > 0 THEN %1$s_true > 0 END AS %1$s_any, '
            ELSE '%1$s_sum / nullif(%1$s_count, 0) AS %1$s_avg, %1$s_min, %1$s_max, '
                || CASE kind WHEN 'amount' THEN '%1$s_sum, ' ELSE '' END END
            || '%1$s_count', name), ', ' ORDER BY name)
    FROM telemetry.rollup_column WHERE source = of_source
$$;
COMMENT ON FUNCTION rollup_shown IS 'samples: rows; suspect: rows whose values were left out; minutes: those with a sample; _count: values used';

CREATE FUNCTION rollup_query(of rollup, finer text, bin text, tail text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT format('SELECT %s(%L::interval, %s, telemetry.rollup_origin()) AS bucket, %s, %s FROM telemetry.%I %s GROUP BY 1, %s',
        bin, of.width, CASE of.grain WHEN '1m' THEN 'observed_at' ELSE 'bucket' END, telemetry.rollup_keys(of.source),
        CASE of.grain WHEN '1m' THEN telemetry.rollup_of_readings(of.source) ELSE telemetry.rollup_of_sums(of.source) END,
        finer, tail, telemetry.rollup_keys(of.source))
$$;

CREATE FUNCTION make_rollup_view(of rollup) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE VIEW telemetry.%I AS SELECT bucket, %s, %s FROM telemetry.%I', of.name,
        telemetry.rollup_keys(of.source), telemetry.rollup_shown(of.source), of.name || '_sums');
END $$;

-- A minute is found in a day by block ranges: an index a few pages long that costs the writers nothing measurable.
CREATE INDEX message_time ON message USING brin (received_at) WITH (pages_per_range = 32, autosummarize = on);
CREATE INDEX flood_reading_time ON flood_reading USING brin (observed_at) WITH (pages_per_range = 32, autosummarize = on);
CREATE INDEX gps_position_time ON gps_position USING brin (observed_at) WITH (pages_per_range = 32, autosummarize = on);
CREATE INDEX cctv_health_time ON cctv_health USING brin (observed_at) WITH (pages_per_range = 32, autosummarize = on);
CREATE INDEX wifi_health_time ON wifi_health USING brin (observed_at) WITH (pages_per_range = 32, autosummarize = on);
CREATE INDEX measurement_time ON measurement USING brin (observed_at) WITH (pages_per_range = 32, autosummarize = on);
CREATE INDEX device_event_time ON device_event USING brin (observed_at) WITH (pages_per_range = 32, autosummarize = on);

-- ---------------------------------------------------------------------------------------------- retention

CREATE TABLE retention (
    class     text PRIMARY KEY,
    keep      interval NOT NULL CHECK (keep > interval '0'),
    most_rows bigint CHECK (most_rows > 0),
    most_bytes bigint CHECK (most_bytes > 0),
    source    text NOT NULL,
    status    text NOT NULL CHECK (status IN ('VERIFIED', 'UNVERIFIED'))
);
COMMENT ON TABLE retention IS 'How long each class of data is kept. UNVERIFIED: a proposal, to be confirmed against the city''s archive schedule (JRA)';
COMMENT ON COLUMN retention.most_rows IS 'and at most so many rows: the oldest go first';
COMMENT ON COLUMN retention.most_bytes IS 'and at most so many bytes of payload: the oldest go first';

INSERT INTO retention (class, keep, most_rows, most_bytes, source, status) VALUES
    ('reading',            '90 days',  NULL, NULL, 'usulan; menunggu JRA', 'UNVERIFIED'),
    ('position',           '90 days',  NULL, NULL, 'usulan; UU 27/2022 ps. 42-44, menunggu JRA', 'UNVERIFIED'),
    ('message',            '90 days',  NULL, NULL, 'usulan: masa pembuktian', 'UNVERIFIED'),
    ('rollup_1m',          '2 years',  NULL, NULL, 'usulan; menunggu JRA', 'UNVERIFIED'),
    ('rollup_1h',          '10 years', NULL, NULL, 'usulan; menunggu JRA', 'UNVERIFIED'),
    ('rollup_1d',          '10 years', NULL, NULL, 'usulan; menunggu JRA', 'UNVERIFIED'),
    ('evidence',           '5 years',  NULL, NULL, 'usulan: seperti insiden', 'UNVERIFIED'),
    ('quarantine',         '30 days',  1000000, 1073741824, 'usulan', 'UNVERIFIED'),
    ('connection_refusal', '1 year',   NULL, NULL, 'usulan', 'UNVERIFIED');

CREATE TABLE retained (
    table_name  text PRIMARY KEY,
    class       text NOT NULL REFERENCES retention,
    time_column text NOT NULL,
    device      text NOT NULL,
    archived    boolean NOT NULL DEFAULT false,
    compress_after interval
);
COMMENT ON COLUMN retained.device IS 'the column a legal hold on single devices looks at';
COMMENT ON COLUMN retained.archived IS 'what alerts refer to is copied to evidence_reading or evidence_message before it goes';
COMMENT ON COLUMN retained.compress_after IS 'TimescaleDB only';

INSERT INTO retained VALUES
    ('message', 'message', 'received_at', 'device_id', true, '7 days'),
    ('flood_reading', 'reading', 'observed_at', 'device_id', true, '7 days'),
    ('gps_position', 'position', 'observed_at', 'device_id', true, '7 days'),
    ('cctv_health', 'reading', 'observed_at', 'device_id', true, '7 days'),
    ('wifi_health', 'reading', 'observed_at', 'device_id', true, '7 days'),
    ('measurement', 'reading', 'observed_at', 'device_id', true, '7 days'),
    ('device_event', 'reading', 'observed_at', 'device_id', true, '7 days'),
    ('quarantine', 'quarantine', 'received_at', 'principal', false, NULL),
    ('connection_refusal', 'connection_refusal', 'last_at', 'user_name', false, NULL),
    ('evidence_reading', 'evidence', 'observed_at', 'device_id', false, NULL),
    ('evidence_message', 'evidence', 'received_at', 'device_id', false, NULL);

CREATE TABLE retention_run (
    run_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    class      text NOT NULL,
    table_name text NOT NULL,
    slice      text,
    from_at    timestamptz,
    to_at      timestamptz NOT NULL,
    rows       bigint,
    archived   bigint NOT NULL,
    removed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX retention_run_of ON retention_run (table_name, to_at DESC);
COMMENT ON TABLE retention_run IS 'Proof of deletion: one row for every partition, chunk or bounded delete, in its transaction';
COMMENT ON COLUMN retention_run.slice IS 'the partition or chunk that went as a whole; its rows are not counted';

-- ---------------------------------------------------------------------------------------------- evidence

CREATE TABLE evidence_reading (
    table_name  text NOT NULL,
    device_id   text NOT NULL,
    observed_at timestamptz NOT NULL,
    message_id  bigint NOT NULL,
    reading     jsonb NOT NULL
);
CREATE INDEX evidence_reading_of ON evidence_reading (device_id, observed_at);
CREATE INDEX evidence_reading_time ON evidence_reading (observed_at);
COMMENT ON TABLE evidence_reading IS 'Readings behind alerts that outlived their table; jsonb_populate_record makes them rows again';
CREATE TABLE evidence_message (
    message_id  bigint PRIMARY KEY,
    received_at timestamptz NOT NULL,
    device_id   text NOT NULL,
    topic       text NOT NULL,
    format      text NOT NULL,
    payload     bytea NOT NULL
);
CREATE INDEX evidence_message_time ON evidence_message (received_at);
CREATE INDEX alert_evidence_of ON alert_evidence (device_id, observed_at);
CREATE INDEX alert_evidence_message ON alert_evidence (message_id);

CREATE FUNCTION archive_evidence(of_table text, from_at timestamptz, to_at timestamptz) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    archived bigint;
BEGIN
    IF of_table = 'message' THEN
        INSERT INTO telemetry.evidence_message (message_id, received_at, device_id, topic, format, payload)
        SELECT message_id, received_at, device_id, topic, format, payload
        FROM (SELECT DISTINCT message_id FROM telemetry.alert_evidence) AS evidence JOIN telemetry.message USING (message_id)
        WHERE received_at >= from_at AND received_at < to_at
        ON CONFLICT DO NOTHING;
    ELSE
        EXECUTE format($sql$
            INSERT INTO telemetry.evidence_reading (table_name, device_id, observed_at, message_id, reading)
            SELECT %1$L, device_id, observed_at, row_of.message_id, to_jsonb(row_of)
            FROM (SELECT DISTINCT device_id, observed_at FROM telemetry.alert_evidence
                  WHERE observed_at >= $1 AND observed_at < $2) AS evidence
            JOIN telemetry.%1$I AS row_of USING (device_id, observed_at)$sql$, of_table) USING from_at, to_at;
    END IF;
    GET DIAGNOSTICS archived = ROW_COUNT;
    RETURN archived;
END $$;

-- ---------------------------------------------------------------------------------------------- legal hold

CREATE TABLE legal_hold (
    hold_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    reason      text NOT NULL CHECK (length(reason) BETWEEN 1 AND 2000),
    placed_by   text NOT NULL,
    placed_at   timestamptz NOT NULL DEFAULT now(),
    device_ids  text[] CHECK (cardinality(device_ids) > 0),
    from_at     timestamptz NOT NULL,
    to_at       timestamptz NOT NULL,
    released_by text,
    released_at timestamptz,
    CHECK (from_at < to_at),
    CHECK ((released_by IS NULL) = (released_at IS NULL))
);
COMMENT ON TABLE legal_hold IS 'What may not be removed, whatever its age: readings observed in [from_at, to_at) and the messages that brought them';
COMMENT ON COLUMN legal_hold.device_ids IS 'NULL: all. A partition or chunk is kept whole if any hold touches its time';

CREATE FUNCTION held(device text, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM telemetry.legal_hold h WHERE released_at IS NULL AND at >= from_at AND at < to_at
        AND (device_ids IS NULL OR device = ANY (device_ids)))
$$;

CREATE FUNCTION slice_held(of_table text, slice_from timestamptz, slice_to timestamptz) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
DECLARE
    source text;
    found boolean;
BEGIN
    IF EXISTS (SELECT FROM telemetry.legal_hold WHERE released_at IS NULL AND from_at < slice_to AND to_at > slice_from) THEN
        RETURN true;
    END IF;
    IF of_table <> 'message' THEN
        RETURN false;
    END IF;
    -- A message is kept for the readings it brought, and late ones came days after their time.
    FOR source IN SELECT table_name FROM telemetry.retained WHERE archived AND table_name <> 'message' LOOP
        EXECUTE format($sql$
            SELECT EXISTS (SELECT FROM telemetry.legal_hold h JOIN telemetry.%I r
                ON r.observed_at >= h.from_at AND r.observed_at < h.to_at
                WHERE h.released_at IS NULL AND r.received_at >= $1 AND r.received_at < $2
                    AND (h.device_ids IS NULL OR r.device_id = ANY (h.device_ids)))$sql$, source)
            INTO found USING slice_from, slice_to;
        IF found THEN
            RETURN true;
        END IF;
    END LOOP;
    RETURN false;
END $$;

-- ---------------------------------------------------------------------------------------------- removal

-- Whatever happens, a hold placed while this runs waits for it, and one placed before is seen.
CREATE FUNCTION remove_slice(of_table text, slice text, from_at timestamptz, to_at timestamptz) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
    what telemetry.retained;
    copied bigint := 0;
BEGIN
    SELECT * INTO STRICT what FROM telemetry.retained WHERE table_name = of_table;
    LOCK TABLE telemetry.legal_hold IN SHARE MODE;
    IF telemetry.slice_held(of_table, from_at, to_at) THEN
        RETURN false;
    END IF;
    IF what.archived THEN
        copied := telemetry.archive_evidence(of_table, from_at, to_at);
    END IF;
    PERFORM telemetry.drop_slice(of_table, slice, from_at, to_at);
    INSERT INTO telemetry.retention_run (class, table_name, slice, from_at, to_at, archived)
    VALUES (what.class, of_table, slice, from_at, to_at, copied);
    RETURN true;
END $$;

-- At most so many rows, so that nothing waits long for their locks; the caller repeats it until none is left.
CREATE FUNCTION remove_rows(of_table text, before timestamptz, most int) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    what telemetry.retained;
    removed bigint;
    copied bigint;
BEGIN
    SELECT * INTO STRICT what FROM telemetry.retained WHERE table_name = of_table;
    LOCK TABLE telemetry.legal_hold IN SHARE MODE;
    EXECUTE format($sql$
        WITH gone AS (
            DELETE FROM telemetry.%1$I WHERE ctid = ANY (ARRAY(
                SELECT ctid FROM telemetry.%1$I WHERE %2$I < $1 AND NOT telemetry.%3$I(%4$I, %2$I) LIMIT $2))
            RETURNING *), copied AS (%5$s)
        SELECT (SELECT count(*) FROM gone), (SELECT count(*) FROM copied)$sql$,
        telemetry.unsliced(of_table), what.time_column, CASE of_table WHEN 'message' THEN 'message_held' ELSE 'held' END,
        what.device, telemetry.copy_of_gone(what)) INTO removed, copied USING before, most;
    IF removed > 0 THEN
        INSERT INTO telemetry.retention_run (class, table_name, to_at, rows, archived)
        VALUES (what.class, of_table, before, removed, copied);
    END IF;
    RETURN removed;
END $$;

CREATE FUNCTION copy_of_gone(what retained) RETURNS text LANGUAGE sql IMMUTABLE
    RETURN CASE
        WHEN NOT what.archived THEN 'SELECT WHERE false'
        WHEN what.table_name = 'message' THEN
            'INSERT INTO telemetry.evidence_message (message_id, received_at, device_id, topic, format, payload)
             SELECT message_id, received_at, device_id, topic, format, payload FROM gone
             WHERE message_id IN (SELECT message_id FROM telemetry.alert_evidence) ON CONFLICT DO NOTHING RETURNING 1'
        ELSE format(
            'INSERT INTO telemetry.evidence_reading (table_name, device_id, observed_at, message_id, reading)
             SELECT %L, device_id, observed_at, message_id, to_jsonb(gone) FROM gone
             WHERE (device_id, observed_at) IN (SELECT device_id, observed_at FROM telemetry.alert_evidence) RETURNING 1',
            what.table_name) END;

-- Single messages outside every slice: kept while a hold might be about what they brought, however late.
CREATE FUNCTION message_held(device text, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM telemetry.legal_hold WHERE released_at IS NULL AND at >= from_at - interval '1 day'
        AND (device_ids IS NULL OR device = ANY (device_ids)))
$$;

-- The time before which rows of a class go: its age, or what its most rows and most bytes leave no room for.
CREATE FUNCTION removed_before(of_table text, at timestamptz) RETURNS timestamptz LANGUAGE plpgsql STABLE AS $$
DECLARE
    what record;
    cutoff timestamptz;
    overflow timestamptz;
BEGIN
    SELECT * INTO STRICT what FROM telemetry.retained JOIN telemetry.retention USING (class) WHERE table_name = of_table;
    cutoff := at - what.keep;
    IF what.most_rows IS NOT NULL OR what.most_bytes IS NOT NULL THEN
        EXECUTE format($sql$
            SELECT max(at) FROM (SELECT %2$I AS at, row_number() OVER newest AS rows,
                sum(octet_length(payload)) OVER newest AS bytes FROM telemetry.%1$I WINDOW newest AS (ORDER BY %2$I DESC)) AS sized
            WHERE rows > $1 OR bytes > $2$sql$, of_table, what.time_column) INTO overflow USING what.most_rows, what.most_bytes;
        cutoff := greatest(cutoff, overflow + interval '1 microsecond');
    END IF;
    RETURN cutoff;
END $$;
