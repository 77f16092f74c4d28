-- Proof that an incident is over: photos taken there and then, sensors back at rest, and who looked when in doubt.

CREATE TABLE closure_requirement (
    category text PRIMARY KEY,
    photos   int NOT NULL CHECK (photos >= 0),
    radius_m double precision NOT NULL CHECK (radius_m > 0),
    least_s  int NOT NULL CHECK (least_s >= 0),
    proposed boolean NOT NULL,
    source   text NOT NULL,
    status   text NOT NULL CHECK (status IN ('VERIFIED', 'UNVERIFIED'))
);
COMMENT ON TABLE closure_requirement IS 'What closing an incident of a category demands; * stands for every category not named';
COMMENT ON COLUMN closure_requirement.radius_m IS 'a photo counts as taken there within so many metres';
COMMENT ON COLUMN closure_requirement.least_s IS 'from being assigned to being over; whoever is faster has hardly been there';
COMMENT ON COLUMN closure_requirement.proposed IS 'true: SELESAI only through a closure, never by changing the state by hand';
INSERT INTO closure_requirement
SELECT category, photos, radius_m, 60, proposed, 'usulan; langkah SOP ditetapkan Satpol PP', 'UNVERIFIED'
FROM (VALUES ('*', 0, 200, false), ('TJL', 1, 150, true), ('TPK', 1, 150, true), ('TJH', 1, 150, true),
    ('TSG', 1, 200, true), ('TLK', 1, 150, true), ('TUS', 1, 150, true), ('TBG', 1, 150, true), ('TRK', 1, 150, true),
    ('TAS', 0, 200, true), ('TBN', 0, 500, true)) AS proposal (category, photos, radius_m, proposed);

CREATE TABLE sensor_rest (
    rule_id     text PRIMARY KEY,
    table_name  text NOT NULL,
    column_name text NOT NULL,
    rest        text NOT NULL CHECK (rest IN ('BELOW_LOWEST_BAND', 'FALSE')),
    stale_s     int NOT NULL CHECK (stale_s > 0)
);
COMMENT ON TABLE sensor_rest IS 'Rules whose cause is over only when a fresh good reading says so; of other rules the alert must be clear';
COMMENT ON COLUMN sensor_rest.stale_s IS 'an older reading says nothing, unless the device reports more rarely: then three of its intervals';
INSERT INTO sensor_rest VALUES
    ('FLD-STAGE',       'flood_reading', 'level_mm',  'BELOW_LOWEST_BAND', 1800),
    ('FLD-UP',          'flood_reading', 'level_mm',  'BELOW_LOWEST_BAND', 1800),
    ('FLD-TAMPER',      'flood_reading', 'tilted',    'FALSE', 1800),
    ('DOOR-FORCED',     'door_state',    'door_open', 'FALSE', 3600),
    ('DOOR-HELD-NIGHT', 'door_state',    'door_open', 'FALSE', 3600),
    ('CAM-FROZEN',      'cctv_health',   'frozen',    'FALSE', 900);

CREATE TABLE capture_nonce (
    nonce_sha256 bytea PRIMARY KEY,
    incident_id  bigint NOT NULL REFERENCES incident,
    account_id   bigint NOT NULL REFERENCES account,
    purpose      text NOT NULL CHECK (purpose = 'CLOSURE'),
    issued_at    timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    used_at      timestamptz
);
CREATE INDEX capture_nonce_open ON capture_nonce (account_id, expires_at) WHERE used_at IS NULL;
COMMENT ON TABLE capture_nonce IS 'One photo of one incident by one person, taken while it lives';

CREATE TABLE closure (
    closure_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    incident_id   bigint NOT NULL REFERENCES incident,
    state         text NOT NULL CHECK (state IN ('ACCEPTED', 'HELD', 'REVIEWED', 'REFUSED')),
    result        text NOT NULL CHECK (length(result) BETWEEN 1 AND 200),
    note          text NOT NULL CHECK (length(note) BETWEEN 1 AND 2000),
    proposed_by   text NOT NULL,
    proposer_id   bigint NOT NULL REFERENCES account,
    proposed_at   timestamptz NOT NULL,
    doubts        jsonb NOT NULL,
    sensors       jsonb NOT NULL,
    reviewed_by   text,
    reviewed_at   timestamptz,
    review_reason text,
    CHECK ((state IN ('REVIEWED', 'REFUSED')) = (reviewed_by IS NOT NULL)),
    CHECK ((reviewed_by IS NULL) = (reviewed_at IS NULL) AND (reviewed_by IS NULL) = (review_reason IS NULL)),
    CHECK (reviewed_by <> proposed_by)
);
CREATE UNIQUE INDEX one_held_closure ON closure (incident_id) WHERE state = 'HELD';
CREATE INDEX closure_of ON closure (incident_id, closure_id DESC);
COMMENT ON COLUMN closure.state IS 'HELD until somebody else looked; REVIEWED is accepted in spite of its doubts';
COMMENT ON COLUMN closure.sensors IS 'the readings looked at, with links';

CREATE TABLE incident_photo (
    photo_id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    incident_id     bigint NOT NULL REFERENCES incident,
    closure_id      bigint REFERENCES closure,
    purpose         text NOT NULL CHECK (purpose IN ('SOURCE', 'CLOSURE')),
    sha256          bytea NOT NULL,
    phash           bigint NOT NULL,
    phash_mirrored  bigint NOT NULL,
    width           int NOT NULL,
    height          int NOT NULL,
    added_by        text NOT NULL,
    account_id      bigint NOT NULL REFERENCES account,
    received_at     timestamptz NOT NULL,
    nonce_sha256    bytea UNIQUE REFERENCES capture_nonce,
    issued_at       timestamptz,
    expires_at      timestamptz,
    captured_at     timestamptz,
    latitude        double precision,
    longitude       double precision,
    accuracy_m      double precision,
    distance_m      double precision,
    camera_at       timestamptz,
    camera_m        double precision,
    camera          jsonb NOT NULL,
    retention_class text NOT NULL DEFAULT 'incident_photo',
    CHECK ((purpose = 'CLOSURE') = (nonce_sha256 IS NOT NULL)),
    CHECK (purpose = 'SOURCE' OR num_nonnulls(issued_at, expires_at, captured_at, latitude, longitude, accuracy_m) = 6)
);
CREATE INDEX incident_photo_of ON incident_photo (incident_id, photo_id);
CREATE INDEX incident_photo_closure ON incident_photo (closure_id) WHERE closure_id IS NOT NULL;
CREATE INDEX incident_photo_same ON incident_photo (sha256);
CREATE INDEX incident_photo_like ON incident_photo (phash, purpose, photo_id, incident_id, closure_id);
CREATE INDEX incident_photo_taken ON incident_photo (account_id, captured_at);
CREATE UNIQUE INDEX incident_photo_source ON incident_photo (incident_id, sha256) WHERE purpose = 'SOURCE';
COMMENT ON COLUMN incident_photo.sha256 IS 'of the original bytes';
COMMENT ON COLUMN incident_photo.phash IS '64-bit perceptual hash; phash_mirrored that of the mirrored picture';
COMMENT ON COLUMN incident_photo.issued_at IS 'of its nonce: between this and received_at it was taken, whatever the phone says';
COMMENT ON COLUMN incident_photo.distance_m IS 'from where the phone says it was to the incident; camera_m the same by the camera''s own notes';
COMMENT ON INDEX incident_photo_like IS 'read as a whole to compare bit counts; narrower than the table';

CREATE TABLE incident_photo_file (
    photo_id   bigint NOT NULL REFERENCES incident_photo,
    copy       text NOT NULL CHECK (copy IN ('ORIGINAL', 'PUBLIC', 'THUMBNAIL')),
    media_type text NOT NULL,
    content    bytea NOT NULL,
    PRIMARY KEY (photo_id, copy)
);
COMMENT ON TABLE incident_photo_file IS 'ORIGINAL is private: the bytes as sent; the others are encoded anew, without anything a camera writes';

INSERT INTO telemetry.retention (class, keep, source, status) VALUES
    ('incident_photo', '5 years', 'usulan: seperti insiden; menunggu JRA', 'UNVERIFIED');

CREATE VIEW incident_photo_json AS
SELECT p.photo_id AS id, p.incident_id, p.closure_id, p.purpose, encode(p.sha256, 'hex') AS sha256,
       lpad(to_hex(p.phash), 16, '0') AS phash, p.width, p.height, p.added_by, p.received_at, p.issued_at, p.expires_at,
       p.captured_at, p.latitude, p.longitude, p.accuracy_m, p.distance_m, p.camera_at, p.camera_m,
       (SELECT coalesce(jsonb_object_agg(lower(f.copy), '/api/v1/incidents/' || p.incident_id || '/photos/' || p.photo_id
                                  || '/' || lower(f.copy)), '{}')
        FROM incident_photo_file f WHERE f.photo_id = p.photo_id) AS links
FROM incident_photo p;

CREATE VIEW closure_json AS
SELECT c.closure_id AS id, c.incident_id, i.number, i.title, i.category, i.priority, i.kecamatan_code, i.kecamatan,
       c.state, c.result, c.note, c.proposed_by, c.proposed_at, c.doubts, c.sensors,
       c.reviewed_by, c.reviewed_at, c.review_reason,
       (SELECT coalesce(jsonb_agg(p.photo_id ORDER BY p.photo_id), '[]') FROM incident_photo p
        WHERE p.closure_id = c.closure_id) AS photos,
       jsonb_build_object('self', '/api/v1/closures/' || c.closure_id,
                          'incident', '/api/v1/incidents/' || c.incident_id,
                          'photos', '/api/v1/incidents/' || c.incident_id || '/photos') AS links
FROM closure c JOIN incident i USING (incident_id);

CREATE VIEW public_closure_photo AS
SELECT p.photo_id, c.closure_id, i.number, i.category, date_trunc('minute', p.captured_at) AS captured_at,
       c.proposed_at AS closed_at, pub.media_type, pub.content, small.content AS thumbnail
FROM incident_photo p
JOIN closure c USING (closure_id)
JOIN incident i ON i.incident_id = c.incident_id
JOIN incident_photo_file pub ON pub.photo_id = p.photo_id AND pub.copy = 'PUBLIC'
JOIN incident_photo_file small ON small.photo_id = p.photo_id AND small.copy = 'THUMBNAIL'
WHERE c.state IN ('ACCEPTED', 'REVIEWED') AND i.state IN ('SELESAI', 'DITUTUP');
COMMENT ON VIEW public_closure_photo IS 'What the public may see of closures: no names, no positions, no original; served by nobody yet';
