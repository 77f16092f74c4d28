-- When what opened an incident happened. A device that was out of reach tells of it hours or months later.
ALTER TABLE incident ADD COLUMN caused_at timestamptz;
UPDATE incident SET caused_at = opened_at;
ALTER TABLE incident ALTER COLUMN caused_at SET NOT NULL;
COMMENT ON COLUMN incident.caused_at IS 'event time of the alert that opened it; opened_at is when we learnt of it';

CREATE OR REPLACE VIEW incident_json AS
SELECT incident_id AS id, number, title, category, priority, state, opened_at, updated_at, finished_at,
       latitude AS lat, longitude AS lng, kecamatan, kelurahan, kecamatan_code, kelurahan_code, place_approximate,
       cause, version, simulated,
       jsonb_build_object('self', '/api/v1/incidents/' || incident_id,
                          'evidence', '/api/v1/incidents/' || incident_id || '/evidence',
                          'timeline', '/api/v1/incidents/' || incident_id || '/timeline') AS links,
       caused_at
FROM incident;
