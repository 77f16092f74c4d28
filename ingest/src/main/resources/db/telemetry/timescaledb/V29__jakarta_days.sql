-- TimescaleDB aligns the time up to which it logs changes, and the part of a refresh that is whole buckets, by days of UTC
-- when a day has an origin only: what came late for the 17 hours before a Jakarta midnight was not seen for a day. With a
-- time zone it aligns by the bucket itself. Hours outlive days, so that the days are computed again from them.

CREATE FUNCTION continuous_query(of rollup) RETURNS text LANGUAGE sql STABLE
    RETURN CASE of.grain
        WHEN '1d' THEN replace(telemetry.rollup_query(of, of.finer, 'time_bucket', ''), ', telemetry.rollup_origin()',
            ', ''Asia/Jakarta'', telemetry.rollup_origin()')
        ELSE telemetry.rollup_query(of, of.finer, 'time_bucket', '') END;

CREATE FUNCTION make_continuous(of rollup) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE MATERIALIZED VIEW telemetry.%I
            WITH (timescaledb.continuous, timescaledb.materialized_only = false) AS %s WITH NO DATA',
        of.name || '_sums', telemetry.continuous_query(of));
END $$;

CREATE OR REPLACE FUNCTION make_rollups(of_source text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    made telemetry.rollup;
    step record;
BEGIN
    FOR step IN SELECT * FROM (VALUES ('1m', interval '1 minute', of_source), ('1h', '1 hour', of_source || '_1m_sums'),
            ('1d', '1 day', of_source || '_1h_sums')) AS each (grain, width, finer) LOOP
        INSERT INTO telemetry.rollup (name, source, grain, width, finer)
            VALUES (of_source || '_' || step.grain, of_source, step.grain, step.width, step.finer) RETURNING * INTO made;
        PERFORM telemetry.make_continuous(made);
        PERFORM telemetry.make_rollup_view(made);
        INSERT INTO telemetry.retained VALUES
            (made.name || '_sums', 'rollup_' || made.grain, 'bucket', 'device_id', false, NULL);
    END LOOP;
END $$;

-- The view that people and dashboards read stays and changes its source.
DO $$
DECLARE
    day telemetry.rollup;
BEGIN
    FOR day IN SELECT * FROM telemetry.rollup WHERE grain = '1d' LOOP
        EXECUTE format('ALTER MATERIALIZED VIEW telemetry.%I RENAME TO %I', day.name || '_sums', day.name || '_utc');
        PERFORM telemetry.make_continuous(day);
        EXECUTE format('CREATE OR REPLACE VIEW telemetry.%I AS SELECT bucket, %s, %s FROM telemetry.%I', day.name,
            telemetry.rollup_keys(day.source), telemetry.rollup_shown(day.source), day.name || '_sums');
        EXECUTE format('DROP MATERIALIZED VIEW telemetry.%I', day.name || '_utc');
    END LOOP;
END $$;
