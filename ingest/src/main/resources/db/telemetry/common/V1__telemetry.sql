-- The telemetry schema. The placeholders are empty on TimescaleDB, where V2 makes hypertables, and PARTITION BY clauses on
-- plain PostgreSQL. Units are in the column names.

-- ---------------------------------------------------------------------------------------------- reference

CREATE TABLE river_post (
    post       text PRIMARY KEY,
    name       text NOT NULL,
    river      text NOT NULL,
    role       text NOT NULL CHECK (role IN ('city', 'upstream', 'reference')),
    latitude   double precision NOT NULL,
    longitude  double precision NOT NULL,
    place_note text NOT NULL,
    sort_order int NOT NULL
);
COMMENT ON COLUMN river_post.role IS 'city: its water is Bekasi''s; upstream: it announces; reference: shown, never opens anything';

CREATE TABLE river_threshold (
    post       text NOT NULL REFERENCES river_post,
    level      text NOT NULL CHECK (level IN ('SIAGA_3', 'SIAGA_2', 'SIAGA_1', 'AWAS')),
    above_mm   int NOT NULL,
    valid_from timestamptz NOT NULL,
    valid_to   timestamptz,
    source     text NOT NULL,
    status     text NOT NULL CHECK (status IN ('VERIFIED', 'PRESS', 'UNVERIFIED')),
    PRIMARY KEY (post, level, valid_from),
    CHECK (valid_to IS NULL OR valid_to > valid_from)
);
COMMENT ON TABLE river_threshold IS 'Half-open bands: a stage above above_mm is at least at level. Versioned: bands changed between 2020 and 2026';

-- ---------------------------------------------------------------------------------------------- registry

CREATE TABLE device (
    device_id      text PRIMARY KEY CHECK (length(device_id) BETWEEN 1 AND 129),
    kind           text NOT NULL,
    name           text NOT NULL,
    status         text NOT NULL CHECK (status IN ('active', 'unclaimed', 'retired')),
    latitude       double precision,
    longitude      double precision,
    post           text REFERENCES river_post,
    mount_mm       double precision,
    zero_mm        double precision,
    interval_s     int CHECK (interval_s > 0),
    codec          text,
    secret_sha256  bytea,
    registered_at  timestamptz NOT NULL DEFAULT now(),
    changed_at     timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN device.mount_mm IS 'height of a downward-looking sensor above the site datum; stage = mount − distance';
COMMENT ON COLUMN device.zero_mm IS 'height of a submerged probe''s zero above the site datum; stage = zero + depth';
COMMENT ON COLUMN device.secret_sha256 IS 'SHA-256 of a 256-bit random secret; a password hash would add nothing to that';

CREATE FUNCTION registry_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('siaga_registry', coalesce(NEW.device_id, OLD.device_id));
    RETURN NULL;
END $$;
CREATE TRIGGER device_changed AFTER INSERT OR UPDATE OR DELETE ON device
    FOR EACH ROW EXECUTE FUNCTION registry_changed();

-- ---------------------------------------------------------------------------------------------- readings

CREATE TABLE message (
    message_id  bigint NOT NULL,
    received_at timestamptz NOT NULL,
    device_id   text NOT NULL,
    topic       text NOT NULL,
    format      text NOT NULL,
    payload     bytea NOT NULL
) ${partitioned_by_received_at};
COMMENT ON TABLE message IS 'Original bytes for the evidence window. message_id = milliseconds since 1970 << 20 | writer << 12 | counter';
CREATE INDEX message_id_idx ON message (message_id);

CREATE TABLE flood_reading (
    device_id         text NOT NULL,
    observed_at       timestamptz NOT NULL,
    received_at       timestamptz NOT NULL,
    time_source       smallint NOT NULL,
    flags             int NOT NULL,
    sequence          bigint,
    message_id        bigint NOT NULL,
    level_mm          double precision,
    distance_mm       double precision,
    depth_mm          double precision,
    rain_mm           double precision,
    air_temperature_c double precision,
    battery_pct       double precision,
    battery_v         double precision,
    rssi_dbm          double precision,
    tilted            boolean,
    PRIMARY KEY (device_id, observed_at)
) ${partitioned_by_observed_at};

CREATE TABLE gps_position (
    device_id    text NOT NULL,
    observed_at  timestamptz NOT NULL,
    received_at  timestamptz NOT NULL,
    time_source  smallint NOT NULL,
    flags        int NOT NULL,
    sequence     bigint,
    message_id   bigint NOT NULL,
    latitude     double precision,
    longitude    double precision,
    altitude_m   double precision,
    accuracy_m   double precision,
    speed_mps    double precision,
    course_deg   double precision,
    satellites   double precision,
    ignition     boolean,
    moving       boolean,
    alarm        text,
    battery_pct  double precision,
    supply_v     double precision,
    odometer_m   double precision,
    PRIMARY KEY (device_id, observed_at)
) ${partitioned_by_observed_at};

CREATE TABLE cctv_health (
    device_id      text NOT NULL,
    observed_at    timestamptz NOT NULL,
    received_at    timestamptz NOT NULL,
    time_source    smallint NOT NULL,
    flags          int NOT NULL,
    sequence       bigint,
    message_id     bigint NOT NULL,
    reachable      boolean,
    stream_up      boolean,
    recording      boolean,
    fps            double precision,
    expected_fps   double precision,
    bitrate_bps    double precision,
    frozen         boolean,
    black          boolean,
    record_gap_s   double precision,
    disk_used_pct  double precision,
    clock_offset_s double precision,
    PRIMARY KEY (device_id, observed_at)
) ${partitioned_by_observed_at};

CREATE TABLE wifi_health (
    device_id    text NOT NULL,
    observed_at  timestamptz NOT NULL,
    received_at  timestamptz NOT NULL,
    time_source  smallint NOT NULL,
    flags        int NOT NULL,
    sequence     bigint,
    message_id   bigint NOT NULL,
    reachable    boolean,
    clients      double precision,
    rtt_ms       double precision,
    loss_pct     double precision,
    signal_dbm   double precision,
    uptime_s     double precision,
    cpu_used_pct double precision,
    PRIMARY KEY (device_id, observed_at)
) ${partitioned_by_observed_at};

CREATE TABLE measurement (
    device_id   text NOT NULL,
    observed_at timestamptz NOT NULL,
    metric      text NOT NULL,
    component   text NOT NULL,
    received_at timestamptz NOT NULL,
    time_source smallint NOT NULL,
    flags       int NOT NULL,
    message_id  bigint NOT NULL,
    number      double precision,
    truth       boolean,
    word        text,
    PRIMARY KEY (device_id, observed_at, metric, component)
) ${partitioned_by_observed_at};
COMMENT ON TABLE measurement IS 'Every metric without a typed column, per-component metrics, and BAD values with the flags that say why';

CREATE TABLE device_event (
    device_id   text NOT NULL,
    observed_at timestamptz NOT NULL,
    type        text NOT NULL,
    received_at timestamptz NOT NULL,
    time_source smallint NOT NULL,
    flags       int NOT NULL,
    message_id  bigint NOT NULL,
    attributes  jsonb NOT NULL,
    PRIMARY KEY (device_id, observed_at, type)
) ${partitioned_by_observed_at};

CREATE TABLE quarantine (
    quarantine_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    received_at   timestamptz NOT NULL,
    topic         text NOT NULL,
    principal     text,
    format        text,
    reason        text NOT NULL,
    detail        text NOT NULL,
    payload_bytes int NOT NULL,
    payload       bytea NOT NULL
);
COMMENT ON COLUMN quarantine.payload IS 'the first 64 KiB; payload_bytes is the true length';
CREATE INDEX quarantine_recent ON quarantine (received_at DESC);

CREATE TABLE device_state (
    device_id        text PRIMARY KEY,
    presence         text NOT NULL CHECK (presence IN ('online', 'offline', 'sleeping', 'unknown')),
    presence_cause   text,
    presence_since   timestamptz NOT NULL,
    interval_s       int,
    last_received_at timestamptz NOT NULL,
    last_observed_at timestamptz,
    last_sequence    bigint,
    latitude         double precision,
    longitude        double precision,
    flags            int NOT NULL,
    latest           jsonb NOT NULL
) WITH (fillfactor = 50);
COMMENT ON TABLE device_state IS 'The last word of each device, at most half a second behind the readings; rebuilt by the next reading';

-- ---------------------------------------------------------------------------------------------- alerts

CREATE TABLE alert (
    alert_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    rule_id     text NOT NULL,
    device_id   text NOT NULL,
    component   text NOT NULL DEFAULT '',
    code        text NOT NULL,
    level       text NOT NULL,
    severity    text NOT NULL CHECK (severity IN ('INFO', 'WARN', 'CRIT', 'EMERG')),
    opens       text NOT NULL CHECK (opens IN ('incident', 'ticket', 'nothing')),
    category    text,
    priority    text,
    cause       text NOT NULL,
    title       text NOT NULL,
    value       double precision,
    unit        text,
    opened_at   timestamptz NOT NULL,
    changed_at  timestamptz NOT NULL,
    cleared_at  timestamptz,
    decided_at  timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX one_open_alert ON alert (rule_id, device_id, component) WHERE cleared_at IS NULL;
CREATE INDEX alert_recent ON alert (alert_id DESC) WHERE cleared_at IS NULL;

CREATE TABLE alert_event (
    event_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    alert_id   bigint NOT NULL REFERENCES alert,
    change     text NOT NULL CHECK (change IN ('opened', 'raised', 'lowered', 'cleared')),
    code       text NOT NULL,
    level      text NOT NULL,
    severity   text NOT NULL,
    opens      text NOT NULL,
    category   text,
    priority   text,
    title      text NOT NULL,
    value      double precision,
    unit       text,
    at         timestamptz NOT NULL,
    judged_by  text NOT NULL CHECK (judged_by IN ('reading', 'tick')),
    decided_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX alert_event_of ON alert_event (alert_id, event_id);

CREATE TABLE alert_evidence (
    event_id    bigint NOT NULL REFERENCES alert_event,
    device_id   text NOT NULL,
    observed_at timestamptz NOT NULL,
    message_id  bigint NOT NULL,
    PRIMARY KEY (event_id, device_id, observed_at)
);
COMMENT ON TABLE alert_evidence IS 'The exact readings behind a decision: (device_id, observed_at) in the typed table, message_id in message';

CREATE TABLE alert_outbox (
    event_id bigint PRIMARY KEY REFERENCES alert_event
);
COMMENT ON TABLE alert_outbox IS 'What the command center has not taken yet; NOTIFY siaga_alert wakes it, a sweep catches a lost notification';

-- The thread that judges silence counts from here after a start, so that an outage of ours silences nobody.
CREATE TABLE ingest_process (
    process_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    started_at timestamptz NOT NULL DEFAULT now(),
    seen_at    timestamptz NOT NULL DEFAULT now()
);
CREATE SEQUENCE writer_number AS int MINVALUE 0 MAXVALUE 255 CYCLE;
