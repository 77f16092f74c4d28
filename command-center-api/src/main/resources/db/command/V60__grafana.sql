-- What engineers' dashboards may read of incidents: counts and clocks, neither words that people wrote nor exact places.
CREATE TABLE readable (
    relation text PRIMARY KEY,
    columns  text[] CHECK (cardinality(columns) > 0)
);
COMMENT ON TABLE readable IS 'As telemetry.readable. After a change: SELECT telemetry.grant_reading(''command'')';
INSERT INTO readable SELECT relation, string_to_array(names, ' ') FROM (VALUES
    ('incident_state', 'state open'),
    ('incident', 'incident_id number category priority state caused_at opened_at updated_at finished_at kecamatan_code kecamatan kelurahan_code kelurahan simulated'),
    ('incident_alert', 'incident_id alert_id rule_id'),
    ('incident_timeline', 'entry_id incident_id at recorded_at entry from_state to_state from_priority to_priority'),
    ('ticket', 'ticket_id number severity state device_id opened_at updated_at resolved_at simulated'),
    ('ticket_alert', 'ticket_id alert_id cleared'),
    ('readable', 'relation columns')) AS each (relation, names);
SELECT telemetry.grant_reading('command');
