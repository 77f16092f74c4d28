-- What engineers' dashboards may read. Nothing is readable that is not listed here: a new table is hidden until somebody
-- has looked at it, and so is a new column of a table whose columns are listed.

CREATE TABLE readable (
    relation text PRIMARY KEY,
    columns  text[] CHECK (cardinality(columns) > 0)
);
COMMENT ON TABLE readable IS 'Relations of this schema that role siaga_grafana may read; columns NULL: all. After a change: SELECT telemetry.grant_reading(''telemetry'')';

-- Names and places of what moves are those of who drives it.
CREATE VIEW shown_device WITH (security_barrier) AS
SELECT device_id, kind, CASE kind WHEN 'gps' THEN device_id ELSE name END AS name, status,
    CASE WHEN kind <> 'gps' THEN latitude END AS latitude, CASE WHEN kind <> 'gps' THEN longitude END AS longitude,
    post, interval_s, codec, class, owner, maintainer, contract_until, installed_on, firmware, kelurahan_code, kelurahan,
    kecamatan_code, kecamatan, power_parent, uplink_parent, switch_parent, downlink, registered_at, changed_at, retired_at
FROM device;

-- Numbers that were too bad for a typed column are here too, positions among them. Words are free text.
CREATE VIEW shown_measurement WITH (security_barrier) AS
SELECT device_id, observed_at, metric, component, received_at, flags, number, truth
FROM measurement WHERE NOT starts_with(metric, 'position.') AND metric <> 'course';

-- TimescaleDB cannot grant single columns of a table that it compresses; views of the same columns stand for those tables.
CREATE VIEW shown_gps_position AS
SELECT device_id, observed_at, received_at, time_source, flags, sequence, message_id, accuracy_m, speed_mps, satellites,
    ignition, moving, battery_pct, supply_v
FROM gps_position;
CREATE VIEW shown_message AS SELECT message_id, received_at, device_id, format FROM message;
CREATE VIEW shown_device_event AS
SELECT device_id, observed_at, type, received_at, time_source, flags, message_id FROM device_event;

INSERT INTO readable SELECT name, NULL FROM rollup;
INSERT INTO readable SELECT unnest(ARRAY['shown_device', 'shown_measurement', 'shown_gps_position', 'shown_message',
    'shown_device_event', 'flood_reading', 'cctv_health', 'wifi_health',
    'rain_reading', 'switch_health', 'radio_health', 'link_health', 'door_state', 'monitor_health', 'room_climate',
    'gateway_health', 'pump_state', 'river_post', 'river_threshold', 'rollup', 'rollup_column', 'retention', 'retained',
    'retention_run', 'alert_evidence', 'alert_outbox', 'ingest_process', 'sequence_session', 'sequence_gap', 'sequence_hour',
    'sequence_writer', 'presence_change', 'device_service', 'availability_target', 'availability_month',
    'link_availability', 'command_type', 'downlink_limit', 'device_cadence', 'readable']), NULL;
INSERT INTO readable SELECT relation, string_to_array(names, ' ') FROM (VALUES
    ('device_state', 'device_id presence presence_cause presence_because presence_since interval_s last_received_at last_observed_at last_sequence flags'),
    ('quarantine', 'quarantine_id received_at format reason payload_bytes'),
    ('connection_refusal', 'day reason door count first_at last_at'),
    ('alert', 'alert_id rule_id device_id code level severity opens category priority value unit opened_at changed_at cleared_at decided_at'),
    ('alert_event', 'event_id alert_id change code level severity opens category priority value unit at judged_by decided_at'),
    ('device_calibration', 'device_id valid_from mount_mm zero_mm recorded_at'),
    ('device_certificate', 'device_id not_before not_after bound_at revoked_at'),
    ('device_command', 'command_id device_id name state attempts queued_at due_at expires_at sent_at delivered_at finished_at'),
    ('maintenance_window', 'window_id device_ids from_at to_at agreed_at cancelled_at')) AS each (relation, names);

CREATE FUNCTION grant_reading(of_schema text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    shown record;
BEGIN
    IF to_regrole('siaga_grafana') IS NULL THEN
        RAISE NOTICE 'role siaga_grafana is missing; CREATE ROLE siaga_grafana NOLOGIN, then this again';
        RETURN;
    END IF;
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO siaga_grafana', of_schema);
    FOR shown IN EXECUTE format('SELECT relation, columns FROM %I.readable', of_schema) LOOP
        EXECUTE format('GRANT SELECT %s ON %I.%I TO siaga_grafana', coalesce((
            SELECT '(' || string_agg(quote_ident(name), ', ') || ')' FROM unnest(shown.columns) AS name), ''),
            of_schema, shown.relation);
    END LOOP;
END $$;

-- ---------------------------------------------------------------------------------------------- who logs in

CREATE TABLE reader_setting (
    name  text PRIMARY KEY,
    value text NOT NULL
);
COMMENT ON TABLE reader_setting IS 'Session defaults of a login that reads for dashboards; limit_reader sets them';
INSERT INTO reader_setting VALUES
    ('default_transaction_read_only', 'on'), ('statement_timeout', '30s'), ('lock_timeout', '2s'),
    ('idle_in_transaction_session_timeout', '60s'), ('idle_session_timeout', '10min'),
    ('max_parallel_workers_per_gather', '1'), ('work_mem', '16MB'), ('search_path', 'telemetry, command, public'), ('jit', 'off');

-- Settings of a group do not reach its members, so each login gets them itself.
CREATE FUNCTION limit_reader(login text, connections int) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    setting telemetry.reader_setting;
BEGIN
    EXECUTE format('GRANT siaga_grafana TO %I', login);
    EXECUTE format('ALTER ROLE %I CONNECTION LIMIT %s', login, connections);
    FOR setting IN SELECT * FROM telemetry.reader_setting LOOP
        EXECUTE format('ALTER ROLE %I IN DATABASE %I SET %I = %s', login, current_database(), setting.name,
            CASE setting.name WHEN 'search_path' THEN setting.value ELSE quote_literal(setting.value) END);
    END LOOP;
END $$;
COMMENT ON FUNCTION limit_reader IS 'For whoever may change roles: makes an existing login a reader with limits';

-- Roles belong to the whole server: another database may have made it, perhaps in this moment.
DO $$
BEGIN
    IF to_regrole('siaga_grafana') IS NULL AND (SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user) THEN
        CREATE ROLE siaga_grafana NOLOGIN;
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
    NULL;
END $$;
SELECT grant_reading('telemetry');
