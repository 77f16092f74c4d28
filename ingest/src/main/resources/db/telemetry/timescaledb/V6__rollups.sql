-- TimescaleDB: a rollup is a continuous aggregate; hours add up the sums and counts of minutes, days those of hours.
-- No background policies: the upkeep refreshes, compresses and removes on both stores, in one order.

CREATE FUNCTION make_rollups(of_source text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    made telemetry.rollup;
    step record;
BEGIN
    FOR step IN SELECT * FROM (VALUES ('1m', interval '1 minute', of_source), ('1h', '1 hour', of_source || '_1m_sums'),
            ('1d', '1 day', of_source || '_1h_sums')) AS each (grain, width, finer) LOOP
        INSERT INTO telemetry.rollup (name, source, grain, width, finer)
            VALUES (of_source || '_' || step.grain, of_source, step.grain, step.width, step.finer) RETURNING * INTO made;
        EXECUTE format('CREATE MATERIALIZED VIEW telemetry.%I
                WITH (timescaledb.continuous, timescaledb.materialized_only = false) AS %s WITH NO DATA',
            made.name || '_sums', telemetry.rollup_query(made, made.finer, 'time_bucket', ''));
        PERFORM telemetry.make_rollup_view(made);
        INSERT INTO telemetry.retained VALUES
            (made.name || '_sums', 'rollup_' || made.grain, 'bucket', 'device_id', false, NULL);
    END LOOP;
END $$;
COMMENT ON FUNCTION make_rollups IS 'for a new typed table: its lines in rollup_column first, then this';

DO $$ BEGIN PERFORM telemetry.make_rollups(source) FROM (SELECT DISTINCT source FROM telemetry.rollup_column) AS each; END $$;

-- Nothing is computed again from what has been removed: that would remove the rollup as well.
CREATE FUNCTION refreshable_from(of rollup) RETURNS timestamptz LANGUAGE sql STABLE AS $$
    SELECT max(to_at) FROM telemetry.retention_run WHERE table_name = of.finer
$$;
CREATE FUNCTION refreshable_to(of rollup, age interval) RETURNS timestamptz LANGUAGE sql VOLATILE AS $$
    SELECT public.time_bucket(of.width, clock_timestamp() - age, telemetry.rollup_origin())
$$;

-- ---------------------------------------------------------------------------------------------- compression

DO $$
DECLARE
    each record;
BEGIN
    FOR each IN SELECT table_name, time_column FROM telemetry.retained WHERE compress_after IS NOT NULL LOOP
        EXECUTE format('ALTER TABLE telemetry.%I SET (timescaledb.compress, timescaledb.compress_segmentby = ''device_id'',
            timescaledb.compress_orderby = ''%s DESC%s'')', each.table_name, each.time_column,
            CASE each.table_name WHEN 'measurement' THEN ', metric, component' WHEN 'device_event' THEN ', type' ELSE '' END);
    END LOOP;
END $$;

-- ---------------------------------------------------------------------------------------------- slices

CREATE FUNCTION slices(of_table text) RETURNS TABLE (slice text, from_at timestamptz, to_at timestamptz)
LANGUAGE sql STABLE AS $$
    SELECT chunk_name::text, range_start, range_end
    FROM timescaledb_information.chunks AS chunk
    LEFT JOIN timescaledb_information.continuous_aggregates AS rollup
        ON rollup.materialization_hypertable_name = chunk.hypertable_name
    WHERE (chunk.hypertable_schema = 'telemetry' AND chunk.hypertable_name = of_table)
        OR (view_schema = 'telemetry' AND view_name = of_table)
$$;
CREATE FUNCTION drop_slice(of_table text, slice text, from_at timestamptz, to_at timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM public.drop_chunks(format('telemetry.%I', of_table)::regclass, older_than => to_at, newer_than => from_at);
END $$;
-- Where rows are removed one by one: nowhere in what is cut into chunks.
CREATE FUNCTION unsliced(of_table text) RETURNS text LANGUAGE sql STABLE
    RETURN CASE WHEN EXISTS (SELECT FROM timescaledb_information.hypertables
            WHERE hypertable_schema = 'telemetry' AND hypertable_name = of_table)
        OR EXISTS (SELECT FROM timescaledb_information.continuous_aggregates
            WHERE view_schema = 'telemetry' AND view_name = of_table) THEN NULL ELSE of_table END;

CREATE FUNCTION uncompressed_chunks(at timestamptz) RETURNS TABLE (chunk text) LANGUAGE sql STABLE AS $$
    SELECT format('%I.%I', schema_name, chunk.table_name)
    FROM telemetry.retained JOIN timescaledb_information.chunks AS known
        ON hypertable_schema = 'telemetry' AND hypertable_name = retained.table_name
    JOIN _timescaledb_catalog.chunk ON schema_name = chunk_schema AND chunk.table_name = chunk_name
    WHERE range_end <= at - compress_after AND (status & 1 = 0 OR status & 8 <> 0)
    ORDER BY range_end
$$;
COMMENT ON FUNCTION uncompressed_chunks IS 'old chunks never compressed (1), or with late rows beside the compressed ones (8)';
