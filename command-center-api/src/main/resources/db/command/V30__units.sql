-- Who can be sent: units, the crews that man them, their shifts, and what state each unit was in.

CREATE TABLE unit_kind (
    kind       text PRIMARY KEY,
    name       text NOT NULL,
    speed_kmh  double precision NOT NULL CHECK (speed_kmh > 0),
    categories text[] NOT NULL,
    status     text NOT NULL CHECK (status IN ('VERIFIED', 'UNVERIFIED'))
);
COMMENT ON COLUMN unit_kind.speed_kmh IS 'in the city, for arrival times; what a dispatcher would reckon with';
COMMENT ON COLUMN unit_kind.categories IS 'what it is fit for; empty: anything';
INSERT INTO unit_kind VALUES
    ('URC', 'Unit reaksi cepat', 35, '{}', 'UNVERIFIED'),
    ('MOBIL_PATROLI', 'Mobil patroli', 30, '{}', 'UNVERIFIED'),
    ('MOTOR_PATROLI', 'Motor patroli', 35, '{TJL,TPK,TJH,TLK,TUS,TSO,TKS,TPL,TKP,TLN}', 'UNVERIFIED'),
    ('TRUK_DALMAS', 'Truk dalmas', 25, '{TBN,TJL,TJH,TSG,TBG,TRK,TUR}', 'UNVERIFIED');

CREATE TABLE category_need (
    category      text NOT NULL,
    qualification text NOT NULL,
    status        text NOT NULL CHECK (status IN ('VERIFIED', 'UNVERIFIED')),
    PRIMARY KEY (category, qualification)
);
COMMENT ON TABLE category_need IS 'What somebody of the crew should be trained for; proposed, to be confirmed by Satpol PP';
INSERT INTO category_need VALUES ('TBN', 'EVAKUASI_BANJIR', 'UNVERIFIED'), ('TUR', 'DALMAS', 'UNVERIFIED');

CREATE TABLE unit (
    unit_id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    call_sign      text NOT NULL UNIQUE,
    kind           text NOT NULL REFERENCES unit_kind,
    kecamatan_code text,
    shared         boolean NOT NULL DEFAULT false,
    base_latitude  double precision,
    base_longitude double precision,
    device_id      text,
    state          text NOT NULL DEFAULT 'LUAR_DINAS'
        CHECK (state IN ('SIAGA', 'DITUGASKAN', 'MENUJU', 'DI_LOKASI', 'ISTIRAHAT', 'LUAR_DINAS')),
    state_since    timestamptz NOT NULL DEFAULT now(),
    state_source   text NOT NULL DEFAULT 'shift' CHECK (state_source IN ('gps', 'manual', 'dispatch', 'shift')),
    active         boolean NOT NULL DEFAULT true,
    version        int NOT NULL DEFAULT 1,
    judge_at       timestamptz NOT NULL DEFAULT '-infinity',
    CHECK ((base_latitude IS NULL) = (base_longitude IS NULL))
);
CREATE UNIQUE INDEX one_unit_per_tracker ON unit (device_id) WHERE active;
CREATE INDEX unit_to_judge ON unit (judge_at);
COMMENT ON COLUMN unit.kecamatan_code IS 'null: of the whole city';
COMMENT ON COLUMN unit.shared IS 'may be proposed to and sent by the dispatchers of other kecamatan, who see how far it is but not where';
COMMENT ON COLUMN unit.version IS 'of what people enter; the state moves on by itself';
COMMENT ON COLUMN unit.judge_at IS 'when its state may next change by the clock alone';

CREATE TABLE unit_state (
    unit_id     bigint NOT NULL REFERENCES unit,
    at          timestamptz NOT NULL,
    state       text NOT NULL,
    source      text NOT NULL,
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (unit_id, at)
);
COMMENT ON TABLE unit_state IS 'History in event time. A late position may still move or take back an arrival of the present assignment';

CREATE TABLE unit_override (
    override_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    unit_id     bigint NOT NULL REFERENCES unit,
    at          timestamptz NOT NULL,
    until       timestamptz NOT NULL,
    state       text NOT NULL,
    reason      text NOT NULL,
    actor       text NOT NULL,
    CHECK (until > at)
);
CREATE INDEX unit_override_of ON unit_override (unit_id, at);

CREATE TABLE unit_position (
    unit_id     bigint NOT NULL REFERENCES unit,
    observed_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    latitude    double precision NOT NULL,
    longitude   double precision NOT NULL,
    accuracy_m  double precision NOT NULL,
    reported_by text NOT NULL,
    PRIMARY KEY (unit_id, observed_at)
);
COMMENT ON TABLE unit_position IS 'From an officer''s phone, of units without a tracker. Personal data of staff: kept as long as raw GPS';

CREATE TABLE crew (
    crew_id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name           text NOT NULL UNIQUE,
    kecamatan_code text,
    version        int NOT NULL DEFAULT 1
);

CREATE TABLE crew_member (
    crew_id        bigint NOT NULL REFERENCES crew,
    account_id     bigint NOT NULL REFERENCES account,
    lead           boolean NOT NULL,
    qualifications text[] NOT NULL DEFAULT '{}',
    PRIMARY KEY (crew_id, account_id)
);
CREATE UNIQUE INDEX one_lead ON crew_member (crew_id) WHERE lead;

CREATE TABLE shift (
    shift_id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    crew_id           bigint NOT NULL REFERENCES crew,
    unit_id           bigint NOT NULL REFERENCES unit,
    starts_at         timestamptz NOT NULL,
    ends_at           timestamptz NOT NULL,
    short_rest_reason text,
    entered_by        text NOT NULL,
    cancelled_at      timestamptz,
    CHECK (ends_at > starts_at),
    CONSTRAINT one_shift_of_unit EXCLUDE USING gist
        (int8range(unit_id, unit_id, '[]') WITH &&, tstzrange(starts_at, ends_at) WITH &&) WHERE (cancelled_at IS NULL)
);
CREATE INDEX shift_by_start ON shift (starts_at DESC);

CREATE TABLE shift_member (
    shift_id       bigint NOT NULL REFERENCES shift,
    account_id     bigint NOT NULL REFERENCES account,
    starts_at      timestamptz NOT NULL,
    ends_at        timestamptz NOT NULL,
    lead           boolean NOT NULL,
    qualifications text[] NOT NULL,
    PRIMARY KEY (shift_id, account_id),
    CONSTRAINT one_shift_of_person EXCLUDE USING gist
        (int8range(account_id, account_id, '[]') WITH &&, tstzrange(starts_at, ends_at) WITH &&)
);
CREATE INDEX shift_member_of ON shift_member (account_id, starts_at);
COMMENT ON TABLE shift_member IS 'The crew as it was when the shift was entered; gone when it is cancelled';

CREATE VIEW unit_json AS
SELECT u.unit_id AS id, u.call_sign, u.kind, k.name AS kind_name, u.kecamatan_code, u.shared,
       u.base_latitude AS base_lat, u.base_longitude AS base_lng, u.device_id, u.state, u.state_since, u.state_source,
       u.active, u.version
FROM unit u JOIN unit_kind k USING (kind);
