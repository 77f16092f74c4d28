-- Which unit was sent where, how it went, and what was missed on the way.

CREATE TABLE assignment (
    assignment_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    incident_id      bigint NOT NULL REFERENCES incident,
    unit_id          bigint NOT NULL REFERENCES unit,
    assigned_at      timestamptz NOT NULL,
    assigned_by      text NOT NULL,
    override_reason  text,
    accepted_at      timestamptz,
    said_en_route_at timestamptz,
    said_on_scene_at timestamptz,
    gps_en_route_at  timestamptz,
    gps_on_scene_at  timestamptz,
    en_route_at      timestamptz GENERATED ALWAYS AS
        (least(said_en_route_at, gps_en_route_at, said_on_scene_at, gps_on_scene_at)) STORED,
    on_scene_at      timestamptz GENERATED ALWAYS AS (least(said_on_scene_at, gps_on_scene_at)) STORED,
    cleared_at       timestamptz,
    cleared_by       text,
    released_reason  text,
    heard_at         timestamptz
);
CREATE UNIQUE INDEX one_incident_per_unit ON assignment (unit_id) WHERE cleared_at IS NULL;
CREATE INDEX assignment_of_incident ON assignment (incident_id, assignment_id);
CREATE INDEX assignment_of_unit ON assignment (unit_id, assigned_at DESC);
COMMENT ON COLUMN assignment.said_en_route_at IS 'said by somebody; gps_…: seen in the positions; the earlier of both counts';
COMMENT ON COLUMN assignment.released_reason IS 'why it was taken off before the work was done';
COMMENT ON COLUMN assignment.heard_at IS 'receive time of the newest position that was judged';

CREATE TABLE check_in (
    check_in_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    assignment_id bigint NOT NULL REFERENCES assignment,
    at            timestamptz NOT NULL,
    actor         text NOT NULL,
    note          text
);
CREATE INDEX check_in_of ON check_in (assignment_id, at DESC);

CREATE TABLE assignment_alarm (
    assignment_id bigint NOT NULL REFERENCES assignment,
    kind          text NOT NULL CHECK (kind IN ('LATE', 'CHECK_IN_MISSED', 'SILENT')),
    due_at        timestamptz NOT NULL,
    raised_at     timestamptz NOT NULL,
    welfare_id    bigint REFERENCES incident,
    PRIMARY KEY (assignment_id, kind, due_at)
);
COMMENT ON TABLE assignment_alarm IS 'Raised once per thing missed: the key is what makes it once, in any number of processes';

CREATE VIEW assignment_json AS
SELECT a.assignment_id AS id, a.incident_id, i.number AS incident_number, i.title AS incident_title,
       i.category AS incident_category, i.priority AS incident_priority, i.state AS incident_state, a.unit_id,
       u.call_sign, u.state AS unit_state, a.assigned_at, a.assigned_by, a.override_reason, a.accepted_at,
       a.en_route_at, a.on_scene_at, a.cleared_at, a.released_reason,
       CASE WHEN a.gps_en_route_at = a.en_route_at THEN 'gps' WHEN a.en_route_at IS NOT NULL THEN 'dispatch' END
           AS en_route_source,
       CASE WHEN a.gps_on_scene_at = a.on_scene_at THEN 'gps' WHEN a.on_scene_at IS NOT NULL THEN 'dispatch' END
           AS on_scene_source,
       (SELECT max(c.at) FROM check_in c WHERE c.assignment_id = a.assignment_id) AS last_check_in_at,
       i.kecamatan_code
FROM assignment a JOIN unit u USING (unit_id) JOIN incident i USING (incident_id);
