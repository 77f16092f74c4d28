-- A table for every kind of device a city registers; the placeholders are those of V1. Counters stay counters: what is
-- counted in a bucket is the difference of its _max and that of the bucket before, unless the device has restarted.

CREATE TABLE rain_reading (
    device_id         text NOT NULL,
    observed_at       timestamptz NOT NULL,
    received_at       timestamptz NOT NULL,
    time_source       smallint NOT NULL,
    flags             int NOT NULL,
    sequence          bigint,
    message_id        bigint NOT NULL,
    rain_mm           double precision,
    rain_total_mm     double precision,
    rain_rate_mm_h    double precision,
    air_temperature_c double precision,
    humidity_pct      double precision,
    pressure_hpa      double precision,
    wind_mps          double precision,
    battery_pct       double precision,
    battery_v         double precision,
    rssi_dbm          double precision,
    PRIMARY KEY (device_id, observed_at)
) ${partitioned_by_observed_at};

CREATE TABLE switch_health (
    device_id     text NOT NULL,
    observed_at   timestamptz NOT NULL,
    received_at   timestamptz NOT NULL,
    time_source   smallint NOT NULL,
    flags         int NOT NULL,
    sequence      bigint,
    message_id    bigint NOT NULL,
    reachable     boolean,
    uplink_up     boolean,
    ports_up      double precision,
    rtt_ms        double precision,
    loss_pct      double precision,
    uptime_s      double precision,
    cpu_used_pct  double precision,
    temperature_c double precision,
    poe_power_w   double precision,
    poe_used_pct  double precision,
    stp_changes   double precision,
    fan_ok        boolean,
    psu_ok        boolean,
    PRIMARY KEY (device_id, observed_at)
) ${partitioned_by_observed_at};

CREATE TABLE radio_health (
    device_id     text NOT NULL,
    observed_at   timestamptz NOT NULL,
    received_at   timestamptz NOT NULL,
    time_source   smallint NOT NULL,
    flags         int NOT NULL,
    sequence      bigint,
    message_id    bigint NOT NULL,
    reachable     boolean,
    signal_dbm    double precision,
    noise_dbm     double precision,
    ccq_pct       double precision,
    capacity_bps  double precision,
    distance_m    double precision,
    modulation    double precision,
    rtt_ms        double precision,
    loss_pct      double precision,
    uptime_s      double precision,
    temperature_c double precision,
    PRIMARY KEY (device_id, observed_at)
) ${partitioned_by_observed_at};

CREATE TABLE link_health (
    device_id       text NOT NULL,
    observed_at     timestamptz NOT NULL,
    received_at     timestamptz NOT NULL,
    time_source     smallint NOT NULL,
    flags           int NOT NULL,
    sequence        bigint,
    message_id      bigint NOT NULL,
    link_up         boolean,
    primary_up      boolean,
    backup_up       boolean,
    active_path     text,
    rtt_ms          double precision,
    loss_pct        double precision,
    utilisation_pct double precision,
    rx_power_dbm    double precision,
    cores_up        double precision,
    cores_total     double precision,
    PRIMARY KEY (device_id, observed_at)
) ${partitioned_by_observed_at};

CREATE TABLE door_state (
    device_id   text NOT NULL,
    observed_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    time_source smallint NOT NULL,
    flags       int NOT NULL,
    sequence    bigint,
    message_id  bigint NOT NULL,
    door_open   boolean,
    locked      boolean,
    state       text,
    alarm       text,
    open_s      double precision,
    denied      double precision,
    tamper      boolean,
    battery_pct double precision,
    PRIMARY KEY (device_id, observed_at)
) ${partitioned_by_observed_at};

CREATE TABLE monitor_health (
    device_id     text NOT NULL,
    observed_at   timestamptz NOT NULL,
    received_at   timestamptz NOT NULL,
    time_source   smallint NOT NULL,
    flags         int NOT NULL,
    sequence      bigint,
    message_id    bigint NOT NULL,
    reachable     boolean,
    display_on    boolean,
    data_age_s    double precision,
    uptime_s      double precision,
    temperature_c double precision,
    cpu_used_pct  double precision,
    PRIMARY KEY (device_id, observed_at)
) ${partitioned_by_observed_at};

CREATE TABLE room_climate (
    device_id         text NOT NULL,
    observed_at       timestamptz NOT NULL,
    received_at       timestamptz NOT NULL,
    time_source       smallint NOT NULL,
    flags             int NOT NULL,
    sequence          bigint,
    message_id        bigint NOT NULL,
    air_temperature_c double precision,
    humidity_pct      double precision,
    leak              boolean,
    smoke             boolean,
    mains_v           double precision,
    on_battery        boolean,
    ups_load_pct      double precision,
    ups_battery_pct   double precision,
    ups_runtime_s     double precision,
    PRIMARY KEY (device_id, observed_at)
) ${partitioned_by_observed_at};

CREATE TABLE gateway_health (
    device_id           text NOT NULL,
    observed_at         timestamptz NOT NULL,
    received_at         timestamptz NOT NULL,
    time_source         smallint NOT NULL,
    flags               int NOT NULL,
    sequence            bigint,
    message_id          bigint NOT NULL,
    reachable           boolean,
    backhaul_up         boolean,
    devices             double precision,
    rx_frames           double precision,
    tx_frames           double precision,
    uptime_s            double precision,
    cpu_used_pct        double precision,
    temperature_c       double precision,
    mem_available_bytes double precision,
    rssi_dbm            double precision,
    supply_v            double precision,
    battery_v           double precision,
    PRIMARY KEY (device_id, observed_at)
) ${partitioned_by_observed_at};

CREATE TABLE pump_state (
    device_id    text NOT NULL,
    observed_at  timestamptz NOT NULL,
    received_at  timestamptz NOT NULL,
    time_source  smallint NOT NULL,
    flags        int NOT NULL,
    sequence     bigint,
    message_id   bigint NOT NULL,
    running      boolean,
    fault        boolean,
    mode         text,
    gate_pct     double precision,
    sump_mm      double precision,
    flow_m3_s    double precision,
    current_a    double precision,
    power_w      double precision,
    pressure_bar double precision,
    engine_s     double precision,
    PRIMARY KEY (device_id, observed_at)
) ${partitioned_by_observed_at};

COMMENT ON COLUMN link_health.active_path IS 'primary, backup or none: which of the two internet lines carries the traffic';
COMMENT ON COLUMN link_health.rx_power_dbm IS 'of the whole link; that of a core is in measurement, component core-01 to core-48';
COMMENT ON COLUMN door_state.state IS 'as BACnetDoorStatus calls it, lower case: closed, opened, door-fault, safety-locked, limited-opened, …';
COMMENT ON COLUMN door_state.denied IS 'cards refused since the controller started';
COMMENT ON COLUMN switch_health.stp_changes IS 'topology changes since the switch started';
COMMENT ON COLUMN pump_state.sump_mm IS 'water above the probe in the sump';
COMMENT ON COLUMN pump_state.gate_pct IS '0 shut, 100 open';
COMMENT ON COLUMN monitor_health.data_age_s IS 'age of the newest thing the wall monitor shows';

INSERT INTO rollup_column (source, name, kind)
SELECT source, unnest(string_to_array(names, ' ')), kind FROM (VALUES
    ('rain_reading', 'gauge', 'rain_total_mm rain_rate_mm_h air_temperature_c humidity_pct pressure_hpa wind_mps battery_pct battery_v rssi_dbm'),
    ('rain_reading', 'amount', 'rain_mm'),
    ('switch_health', 'gauge', 'ports_up rtt_ms loss_pct uptime_s cpu_used_pct temperature_c poe_power_w poe_used_pct stp_changes'),
    ('switch_health', 'truth', 'reachable uplink_up fan_ok psu_ok'),
    ('radio_health', 'gauge', 'signal_dbm noise_dbm ccq_pct capacity_bps distance_m modulation rtt_ms loss_pct uptime_s temperature_c'),
    ('radio_health', 'truth', 'reachable'),
    ('link_health', 'gauge', 'rtt_ms loss_pct utilisation_pct rx_power_dbm cores_up cores_total'),
    ('link_health', 'truth', 'link_up primary_up backup_up'),
    ('door_state', 'gauge', 'open_s denied battery_pct'),
    ('door_state', 'truth', 'door_open locked tamper'),
    ('monitor_health', 'gauge', 'data_age_s uptime_s temperature_c cpu_used_pct'),
    ('monitor_health', 'truth', 'reachable display_on'),
    ('room_climate', 'gauge', 'air_temperature_c humidity_pct mains_v ups_load_pct ups_battery_pct ups_runtime_s'),
    ('room_climate', 'truth', 'leak smoke on_battery'),
    ('gateway_health', 'gauge', 'devices rx_frames tx_frames uptime_s cpu_used_pct temperature_c mem_available_bytes rssi_dbm supply_v battery_v'),
    ('gateway_health', 'truth', 'reachable backhaul_up'),
    ('pump_state', 'gauge', 'gate_pct sump_mm flow_m3_s current_a power_w pressure_bar engine_s'),
    ('pump_state', 'truth', 'running fault')) AS each (source, kind, names);

INSERT INTO retained
SELECT name, 'reading', 'observed_at', 'device_id', true, interval '7 days' FROM unnest(ARRAY[
    'rain_reading', 'switch_health', 'radio_health', 'link_health', 'door_state',
    'monitor_health', 'room_climate', 'gateway_health', 'pump_state']) AS name;

CREATE INDEX rain_reading_time ON rain_reading USING brin (observed_at) WITH (pages_per_range = 32, autosummarize = on);
CREATE INDEX switch_health_time ON switch_health USING brin (observed_at) WITH (pages_per_range = 32, autosummarize = on);
CREATE INDEX radio_health_time ON radio_health USING brin (observed_at) WITH (pages_per_range = 32, autosummarize = on);
CREATE INDEX link_health_time ON link_health USING brin (observed_at) WITH (pages_per_range = 32, autosummarize = on);
CREATE INDEX door_state_time ON door_state USING brin (observed_at) WITH (pages_per_range = 32, autosummarize = on);
CREATE INDEX monitor_health_time ON monitor_health USING brin (observed_at) WITH (pages_per_range = 32, autosummarize = on);
CREATE INDEX room_climate_time ON room_climate USING brin (observed_at) WITH (pages_per_range = 32, autosummarize = on);
CREATE INDEX gateway_health_time ON gateway_health USING brin (observed_at) WITH (pages_per_range = 32, autosummarize = on);
CREATE INDEX pump_state_time ON pump_state USING brin (observed_at) WITH (pages_per_range = 32, autosummarize = on);
