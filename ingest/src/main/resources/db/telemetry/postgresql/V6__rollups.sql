-- Plain PostgreSQL: a rollup is a table, kept up to date from marks the writers leave, under a view that computes what
-- is not stored yet.

CREATE TABLE rollup_dirty (
    mark_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    rollup    text NOT NULL,
    bucket    timestamptz NOT NULL,
    marked_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE rollup_dirty IS 'Buckets that got rows since they were computed, marked in the transaction of those rows; '
    'no unique key, so that writers never wait for each other';

CREATE FUNCTION make_rollup(of rollup, seen text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TABLE telemetry.%I AS %s WITH NO DATA', of.name || '_kept',
        telemetry.rollup_query(of, of.finer, 'date_bin', ''));
    EXECUTE format('ALTER TABLE telemetry.%I ADD PRIMARY KEY (%s, bucket)', of.name || '_kept', telemetry.rollup_keys(of.source));
    EXECUTE format('CREATE INDEX ON telemetry.%I (bucket)', of.name || '_kept');
    EXECUTE format('CREATE VIEW telemetry.%1$I AS
            SELECT * FROM telemetry.%2$I WHERE bucket < (SELECT upto FROM telemetry.rollup WHERE name = %3$L)
            UNION ALL %4$s', of.name || '_sums', of.name || '_kept', of.name,
        telemetry.rollup_query(of, seen, 'date_bin', format('WHERE %s >= (SELECT upto FROM telemetry.rollup WHERE name = %L)',
            CASE of.grain WHEN '1m' THEN 'observed_at' ELSE 'bucket' END, of.name)));
    PERFORM telemetry.make_rollup_view(of);
    INSERT INTO telemetry.retained VALUES
        (of.name || '_kept', 'rollup_' || of.grain, 'bucket', 'device_id', false, NULL);
END $$;

CREATE FUNCTION make_rollups(of_source text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    made telemetry.rollup;
    m text := of_source || '_1m';
    h text := of_source || '_1h';
BEGIN
    INSERT INTO telemetry.rollup (name, source, grain, width, finer) VALUES (m, of_source, '1m', '1 minute', of_source)
        RETURNING * INTO made;
    PERFORM telemetry.make_rollup(made, of_source);
    INSERT INTO telemetry.rollup (name, source, grain, width, finer) VALUES (h, of_source, '1h', '1 hour', m || '_kept')
        RETURNING * INTO made;
    PERFORM telemetry.make_rollup(made, m || '_sums');
    INSERT INTO telemetry.rollup (name, source, grain, width, finer)
        VALUES (of_source || '_1d', of_source, '1d', '1 day', h || '_kept') RETURNING * INTO made;
    PERFORM telemetry.make_rollup(made, h || '_sums');
    -- What is there already was written without marks.
    EXECUTE format('INSERT INTO telemetry.rollup_dirty (rollup, bucket)
        SELECT DISTINCT %L, date_bin(''1 minute'', observed_at, telemetry.rollup_origin()) FROM telemetry.%I', m, of_source);
END $$;
COMMENT ON FUNCTION make_rollups IS 'for a new typed table: its lines in rollup_column first, then this';

DO $$ BEGIN PERFORM telemetry.make_rollups(source) FROM (SELECT DISTINCT source FROM telemetry.rollup_column) AS each; END $$;

CREATE FUNCTION recompute(rollup_name text, buckets timestamptz[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    of telemetry.rollup;
BEGIN
    SELECT * INTO STRICT of FROM telemetry.rollup WHERE name = rollup_name;
    EXECUTE format('DELETE FROM telemetry.%I WHERE bucket = ANY ($1)', of.name || '_kept') USING buckets;
    EXECUTE format('INSERT INTO telemetry.%I %s', of.name || '_kept', telemetry.rollup_query(of, of.finer, 'date_bin',
        format('JOIN (SELECT lower(span) AS from_at, upper(span) AS to_at FROM (
                SELECT unnest(range_agg(tstzrange(dirty, dirty + %1$L::interval))) AS span FROM unnest($1) AS dirty) AS spans
            ) AS spans ON %2$s >= from_at AND %2$s < to_at', of.width,
            CASE of.grain WHEN '1m' THEN 'observed_at' ELSE 'bucket' END))) USING buckets;
    -- The next coarser rollup has these buckets in its own.
    INSERT INTO telemetry.rollup_dirty (rollup, bucket)
    SELECT DISTINCT coarser.name, date_bin(coarser.width, dirty, telemetry.rollup_origin())
    FROM telemetry.rollup AS coarser, unnest(buckets) AS dirty WHERE coarser.finer = of.name || '_kept';
END $$;

-- Minutes are stored up to the time given, coarser buckets as far as the finer ones in them are.
CREATE FUNCTION rollup_before(of rollup, minutes_before timestamptz) RETURNS timestamptz LANGUAGE sql STABLE AS $$
    SELECT date_bin(of.width, CASE of.grain WHEN '1m' THEN minutes_before
        ELSE (SELECT upto FROM telemetry.rollup AS fine WHERE fine.name || '_kept' = of.finer) END, telemetry.rollup_origin())
$$;

-- Takes at most so many marked buckets; the caller repeats it until it says 0. A mark whose readings have been removed
-- is dropped: computing its bucket again would remove the rollup as well.
CREATE FUNCTION roll_up(rollup_name text, settled timestamptz, minutes_before timestamptz, most int) RETURNS int
LANGUAGE plpgsql AS $$
DECLARE
    of telemetry.rollup;
    before timestamptz;
    removed timestamptz;
    marks bigint[];
    buckets timestamptz[];
BEGIN
    SELECT * INTO STRICT of FROM telemetry.rollup WHERE name = rollup_name;
    before := telemetry.rollup_before(of, minutes_before);
    IF of.grain <> '1m' THEN
        settled := 'infinity';  -- these marks are our own, written after the rows
    END IF;
    SELECT coalesce(max(to_at), '-infinity') INTO removed FROM telemetry.retention_run WHERE table_name = of.finer;
    WITH oldest AS (
        SELECT DISTINCT bucket FROM telemetry.rollup_dirty
        WHERE rollup = rollup_name AND marked_at < settled AND bucket < before ORDER BY bucket LIMIT most)
    SELECT array_agg(mark_id), array_agg(DISTINCT bucket) FILTER (WHERE bucket >= removed) INTO marks, buckets
    FROM telemetry.rollup_dirty JOIN oldest USING (bucket) WHERE rollup = rollup_name AND marked_at < settled;
    IF buckets IS NOT NULL THEN
        PERFORM telemetry.recompute(rollup_name, buckets);
    END IF;
    DELETE FROM telemetry.rollup_dirty WHERE mark_id = ANY (marks);
    RETURN coalesce(cardinality(marks), 0);
END $$;

-- A minute that still gets rows stays with the part of the view that computes, but not for ever.
CREATE FUNCTION advance_rollup(rollup_name text, minutes_before timestamptz, patience interval) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    of telemetry.rollup;
    before timestamptz;
    waiting timestamptz;
BEGIN
    SELECT * INTO STRICT of FROM telemetry.rollup WHERE name = rollup_name;
    before := telemetry.rollup_before(of, minutes_before);
    SELECT min(bucket) INTO waiting FROM telemetry.rollup_dirty
    WHERE rollup = rollup_name AND bucket >= greatest(of.upto, before - patience);
    UPDATE telemetry.rollup SET refreshed_at = clock_timestamp(), upto = greatest(upto, least(before, waiting))
    WHERE name = rollup_name;
END $$;

-- ---------------------------------------------------------------------------------------------- slices

CREATE FUNCTION slices(of_table text) RETURNS TABLE (slice text, from_at timestamptz, to_at timestamptz)
LANGUAGE sql STABLE AS $$
    SELECT relname::text, day AT TIME ZONE 'UTC', (day + interval '1 day') AT TIME ZONE 'UTC'
    FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid,
        LATERAL (SELECT to_date(right(relname, 8), 'YYYYMMDD')::timestamp AS day) AS named
    WHERE inhparent = format('telemetry.%I', of_table)::regclass AND relname ~ '_[0-9]{8}$'
$$;
CREATE FUNCTION drop_slice(of_table text, slice text, from_at timestamptz, to_at timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('DROP TABLE telemetry.%I', slice);
END $$;
-- Where rows are removed one by one: what is in no slice.
CREATE FUNCTION unsliced(of_table text) RETURNS text LANGUAGE sql STABLE
    RETURN CASE WHEN to_regclass(format('telemetry.%I', of_table || '_default')) IS NULL THEN of_table ELSE of_table || '_default' END;
