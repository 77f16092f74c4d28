-- Plain PostgreSQL: partitions and rollups of the tables of V22.
DO $$
DECLARE
    of_kind text;
BEGIN
    FOREACH of_kind IN ARRAY ARRAY[
    'rain_reading', 'switch_health', 'radio_health', 'link_health', 'door_state',
    'monitor_health', 'room_climate', 'gateway_health', 'pump_state'] LOOP
        EXECUTE format('CREATE TABLE %I PARTITION OF %I DEFAULT', of_kind || '_default', of_kind);
        PERFORM make_partition(of_kind, current_date + ahead) FROM generate_series(-1, 7) AS ahead;
        PERFORM make_rollups(of_kind);
    END LOOP;
END $$;

-- The internet lines of a month, as a contract sees them: the share of its samples in which a line was up.
CREATE VIEW link_availability AS
SELECT device_id, date_trunc('month', bucket, 'Asia/Jakarta') AS month,
    100 * sum(primary_up_fraction * primary_up_count) / nullif(sum(primary_up_count), 0) AS primary_pct,
    100 * sum(backup_up_fraction * backup_up_count) / nullif(sum(backup_up_count), 0) AS backup_pct,
    100 * sum(link_up_fraction * link_up_count) / nullif(sum(link_up_count), 0) AS link_pct,
    sum(samples) AS samples, sum(minutes) AS minutes
FROM link_health_1d GROUP BY 1, 2;
COMMENT ON VIEW link_availability IS 'minutes: those with at least one sample, so that silence shows too';
