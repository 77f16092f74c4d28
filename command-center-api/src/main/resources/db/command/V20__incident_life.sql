-- Where an incident comes from, how it was verified, what became of it, and who else sees it.
ALTER TABLE incident
    ADD COLUMN source            text NOT NULL DEFAULT 'DEVICE'
        CHECK (source IN ('DEVICE', 'COMPLAINT', 'PATROL', 'CALL_CENTER', 'LAPOR', 'MANUAL')),
    ADD COLUMN description       text,
    ADD COLUMN channel_reference text,
    ADD COLUMN form_number       text UNIQUE CHECK (form_number IS NOT NULL OR source <> 'MANUAL'),
    ADD COLUMN verification      text
        CHECK (verification IN ('VALID', 'INVALID', 'DUPLICATE', 'OUT_OF_JURISDICTION', 'OVERRIDE')),
    ADD COLUMN verified_by       text,
    ADD COLUMN verified_at       timestamptz,
    ADD COLUMN duplicate_of      bigint REFERENCES incident CHECK (duplicate_of <> incident_id),
    ADD COLUMN split_from        bigint REFERENCES incident CHECK (split_from <> incident_id),
    ADD COLUMN forwarded_to      text,
    ADD COLUMN shared_with       text[] NOT NULL DEFAULT '{}',
    ADD COLUMN clocks_from       timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN due_at            timestamptz,
    ADD COLUMN overdue           boolean NOT NULL DEFAULT false,
    ADD COLUMN paused_since      timestamptz;
UPDATE incident SET clocks_from = opened_at;
COMMENT ON COLUMN incident.form_number IS 'number of the printed form, when the system was down (Perwal Bitung 33/2022 P.13); caused_at is then the true time, opened_at that of entry';
COMMENT ON COLUMN incident.verification IS 'Perwal Bekasi 71/2020 P.1 no.18; OVERRIDE: life or safety, dispatched unexamined';
COMMENT ON COLUMN incident.shared_with IS 'kecamatan that see it besides its own; incident_share says by whom and why';
COMMENT ON COLUMN incident.clocks_from IS 'what targets are counted from: first awareness, or when it was raised';
COMMENT ON COLUMN incident.due_at IS 'of the running clock that runs out first; null while none runs or all are paused';
COMMENT ON COLUMN incident.overdue IS 'a running clock has run out; set by the sweep';
CREATE INDEX incident_merged ON incident (cause) WHERE state = 'DUPLIKAT';
CREATE INDEX incident_duplicates ON incident (duplicate_of) WHERE duplicate_of IS NOT NULL;

CREATE TABLE incident_share (
    share_id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    incident_id    bigint NOT NULL REFERENCES incident,
    kecamatan_code text NOT NULL,
    reason         text NOT NULL,
    shared_by      text NOT NULL,
    shared_at      timestamptz NOT NULL,
    ended_by       text,
    ended_at       timestamptz
);
CREATE UNIQUE INDEX one_share ON incident_share (incident_id, kecamatan_code) WHERE ended_at IS NULL;

-- Who called. Apart from incidents, so that reading one never shows a person.
CREATE TABLE incident_contact (
    contact_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    incident_id bigint NOT NULL REFERENCES incident,
    name        text,
    phone       text,
    email       text,
    remark      text,
    taken_by    text NOT NULL,
    taken_at    timestamptz NOT NULL
);
COMMENT ON COLUMN incident_contact.name IS '[personal]';
COMMENT ON COLUMN incident_contact.remark IS '[personal]';
CREATE INDEX incident_contact_of ON incident_contact (incident_id);

ALTER TABLE incident_timeline DROP CONSTRAINT incident_timeline_entry_check;
ALTER TABLE incident_timeline ADD CHECK (entry IN ('opened', 'joined', 'raised', 'lowered', 'cleared', 'changed',
    'noted', 'merged', 'split', 'shared', 'unshared', 'paused', 'resumed', 'escalated', 'acknowledged'));
