-- What people do about alerts. Written only by the command center; telemetry.* is read, and its outbox emptied.

CREATE TABLE number_of_day (
    prefix text NOT NULL,
    day    date NOT NULL,
    last   int NOT NULL,
    PRIMARY KEY (prefix, day)
);
COMMENT ON TABLE number_of_day IS 'Counter behind numbers such as TBN-20261121-0001; the row lock makes it safe, the day is WIB';

CREATE TABLE incident_state (
    state text PRIMARY KEY,
    open  boolean NOT NULL
);
INSERT INTO incident_state VALUES
    ('BARU', true), ('DIVERIFIKASI', true), ('DITUGASKAN', true), ('MENUJU_LOKASI', true), ('DI_LOKASI', true),
    ('DITANGANI', true), ('SELESAI', false), ('DITUTUP', false),
    ('DITOLAK', false), ('DUPLIKAT', false), ('DITERUSKAN', false), ('DIBATALKAN', false);

CREATE TABLE incident (
    incident_id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    number            text NOT NULL UNIQUE,
    title             text NOT NULL,
    category          text NOT NULL,
    priority          text NOT NULL CHECK (priority IN ('P1', 'P2', 'P3', 'P4')),
    state             text NOT NULL REFERENCES incident_state,
    cause             text NOT NULL,
    opened_at         timestamptz NOT NULL,
    updated_at        timestamptz NOT NULL,
    finished_at       timestamptz,
    latitude          double precision,
    longitude         double precision,
    kecamatan_code    text,
    kecamatan         text,
    kelurahan_code    text,
    kelurahan         text,
    place_approximate boolean NOT NULL,
    simulated         boolean NOT NULL,
    version           int NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX one_open_incident ON incident (cause)
    WHERE state IN ('BARU', 'DIVERIFIKASI', 'DITUGASKAN', 'MENUJU_LOKASI', 'DI_LOKASI', 'DITANGANI');
CREATE INDEX incident_open ON incident (incident_id DESC)
    WHERE state IN ('BARU', 'DIVERIFIKASI', 'DITUGASKAN', 'MENUJU_LOKASI', 'DI_LOKASI', 'DITANGANI');
CREATE INDEX incident_by_state ON incident (state, incident_id DESC);
CREATE INDEX incident_by_priority ON incident (priority, incident_id DESC);
CREATE INDEX incident_by_kecamatan ON incident (kecamatan_code, incident_id DESC);
CREATE INDEX incident_by_category ON incident (category, incident_id DESC);
COMMENT ON COLUMN incident.place_approximate IS 'true: nearest kelurahan centroid, not a polygon';

CREATE TABLE incident_alert (
    incident_id bigint NOT NULL REFERENCES incident,
    alert_id    bigint NOT NULL,
    rule_id     text NOT NULL,
    PRIMARY KEY (incident_id, alert_id)
);
CREATE INDEX incident_of_alert ON incident_alert (alert_id, incident_id DESC);

CREATE TABLE incident_timeline (
    entry_id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    incident_id   bigint NOT NULL REFERENCES incident,
    at            timestamptz NOT NULL,
    recorded_at   timestamptz NOT NULL,
    actor         text NOT NULL,
    entry         text NOT NULL CHECK (entry IN ('opened', 'joined', 'raised', 'lowered', 'cleared', 'changed', 'noted')),
    text          text NOT NULL,
    alert_id      bigint,
    event_id      bigint UNIQUE,
    from_state    text,
    to_state      text,
    from_priority text,
    to_priority   text
);
CREATE INDEX incident_timeline_of ON incident_timeline (incident_id, entry_id);
COMMENT ON COLUMN incident_timeline.event_id IS 'telemetry.alert_event; unique, so an event is applied once even if it were delivered twice';

CREATE TABLE ticket (
    ticket_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    number      text NOT NULL UNIQUE,
    title       text NOT NULL,
    severity    text NOT NULL,
    state       text NOT NULL CHECK (state IN ('BUKA', 'SELESAI')),
    cause       text NOT NULL,
    device_id   text NOT NULL,
    opened_at   timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL,
    resolved_at timestamptz,
    simulated   boolean NOT NULL,
    version     int NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX one_open_ticket ON ticket (cause) WHERE state = 'BUKA';

CREATE TABLE ticket_alert (
    ticket_id bigint NOT NULL REFERENCES ticket,
    alert_id  bigint NOT NULL,
    cleared   boolean NOT NULL DEFAULT false,
    PRIMARY KEY (ticket_id, alert_id)
);
CREATE INDEX ticket_of_alert ON ticket_alert (alert_id, ticket_id DESC);

CREATE TABLE stream_event (
    event_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    type     text NOT NULL,
    at       timestamptz NOT NULL,
    data     jsonb NOT NULL
);
COMMENT ON TABLE stream_event IS 'What GET /api/v1/stream sends; id order is commit order because writers hold an advisory lock';

CREATE TABLE account (
    account_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_name     text NOT NULL UNIQUE,
    role          text NOT NULL,
    password_hash text NOT NULL,
    created_at    timestamptz NOT NULL
);

CREATE TABLE session (
    token_sha256 bytea PRIMARY KEY,
    account_id   bigint NOT NULL REFERENCES account,
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL
);
CREATE INDEX session_expiry ON session (expires_at);

CREATE TABLE login_failure (
    user_name    text NOT NULL,
    address      text NOT NULL,
    failures     int NOT NULL,
    last_at      timestamptz NOT NULL,
    PRIMARY KEY (user_name, address)
);

CREATE TABLE idempotent_reply (
    account_id bigint NOT NULL REFERENCES account,
    key_sha256 bytea NOT NULL,
    request_sha256 bytea NOT NULL,
    created_at timestamptz NOT NULL,
    status     int,
    sealed     bytea,
    PRIMARY KEY (account_id, key_sha256)
);
COMMENT ON COLUMN idempotent_reply.sealed IS 'the reply, AES-GCM under a key derived from the Idempotency-Key, which is not stored: replies may carry device secrets';

CREATE VIEW incident_json AS
SELECT incident_id AS id, number, title, category, priority, state, opened_at, updated_at, finished_at,
       latitude AS lat, longitude AS lng, kecamatan, kelurahan, kecamatan_code, kelurahan_code, place_approximate,
       cause, version, simulated,
       jsonb_build_object('self', '/api/v1/incidents/' || incident_id,
                          'evidence', '/api/v1/incidents/' || incident_id || '/evidence',
                          'timeline', '/api/v1/incidents/' || incident_id || '/timeline') AS links
FROM incident;
COMMENT ON VIEW incident_json IS 'An incident with the field names of the API';

CREATE VIEW ticket_json AS
SELECT ticket_id AS id, number, title, severity, state, cause, device_id, opened_at, updated_at, resolved_at,
       simulated, version
FROM ticket;
