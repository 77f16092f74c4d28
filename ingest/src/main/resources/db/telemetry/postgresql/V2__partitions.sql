-- Plain PostgreSQL: one partition a day, made ahead by the maintenance job; what is older or stranger lands in the default.
CREATE TABLE message_default PARTITION OF message DEFAULT;
CREATE TABLE flood_reading_default PARTITION OF flood_reading DEFAULT;
CREATE TABLE gps_position_default PARTITION OF gps_position DEFAULT;
CREATE TABLE cctv_health_default PARTITION OF cctv_health DEFAULT;
CREATE TABLE wifi_health_default PARTITION OF wifi_health DEFAULT;
CREATE TABLE measurement_default PARTITION OF measurement DEFAULT;
CREATE TABLE device_event_default PARTITION OF device_event DEFAULT;

CREATE FUNCTION make_partition(parent text, day date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    child text := format('%s_%s', parent, to_char(day, 'YYYYMMDD'));
BEGIN
    IF to_regclass(child) IS NULL THEN
        EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
            child, parent, day::timestamp AT TIME ZONE 'UTC', (day + 1)::timestamp AT TIME ZONE 'UTC');
    END IF;
EXCEPTION WHEN check_violation THEN
    -- Rows of that day already wait in the default partition; they stay readable there.
    RAISE NOTICE 'partition % not made: rows of that day are in the default partition', child;
END $$;
COMMENT ON FUNCTION make_partition IS 'idempotent; called for the days ahead';

SELECT make_partition(parent, current_date + ahead)
FROM unnest(ARRAY['message', 'flood_reading', 'gps_position', 'cctv_health', 'wifi_health', 'measurement', 'device_event']) AS parent,
     generate_series(-1, 7) AS ahead;
