-- The queue: most urgent first, and found by what is written on it.
ALTER TABLE incident
    ADD COLUMN urgency smallint NOT NULL GENERATED ALWAYS AS (CASE
        WHEN state IN ('BARU', 'DIVERIFIKASI', 'DITUGASKAN', 'MENUJU_LOKASI', 'DI_LOKASI', 'DITANGANI')
        THEN 2 * substr(priority, 2)::int - overdue::int ELSE 9 END) STORED,
    ADD COLUMN words tsvector NOT NULL GENERATED ALWAYS AS
        (to_tsvector('simple'::regconfig, translate(number, '-', ' ') || ' ' || title)) STORED;
COMMENT ON COLUMN incident.urgency IS '1: P1 overdue, 2: P1, 3: P2 overdue, … 8: P4, 9: needs no more work';
CREATE INDEX incident_by_urgency ON incident (urgency, incident_id);
CREATE INDEX incident_by_words ON incident USING gin (words);
CREATE INDEX incident_overdue ON incident (incident_id DESC) WHERE overdue;
CREATE INDEX incident_seen_in ON incident USING gin ((array_append(shared_with, kecamatan_code)));
-- What several filters together leave nothing of is found without touching the table.
CREATE INDEX incident_filtered ON incident (incident_id DESC)
    INCLUDE (state, priority, category, source, kecamatan_code, kecamatan, overdue, shared_with);
CREATE INDEX incident_by_opening ON incident (opened_at);

CREATE OR REPLACE VIEW incident_json AS
SELECT incident_id AS id, number, title, category, priority, state, opened_at, updated_at, finished_at,
       latitude AS lat, longitude AS lng, kecamatan, kelurahan, kecamatan_code, kelurahan_code, place_approximate,
       cause, version, simulated,
       jsonb_build_object('self', '/api/v1/incidents/' || incident_id,
                          'evidence', '/api/v1/incidents/' || incident_id || '/evidence',
                          'timeline', '/api/v1/incidents/' || incident_id || '/timeline') AS links,
       caused_at, source, due_at, overdue, paused_since, description, channel_reference, form_number, verification,
       verified_by, verified_at, duplicate_of, split_from, forwarded_to, to_jsonb(shared_with) AS shared_with, urgency
FROM incident;
