-- One index for each order holds everything a list is narrowed by as key columns, so that any filters together, also
-- those that leave nothing, are decided in one walk of the index and in its order; none is needed for one filter alone.
DROP INDEX incident_by_state, incident_by_priority, incident_by_category, incident_by_kecamatan, incident_by_urgency,
    incident_filtered, incident_seen_in;
CREATE INDEX incident_newest ON incident
    (incident_id DESC, state, priority, category, source, kecamatan_code, kecamatan, overdue, urgency);
CREATE INDEX incident_urgent ON incident
    (urgency, incident_id, state, priority, category, source, kecamatan_code, kecamatan, overdue);
CREATE INDEX incident_of_kecamatan ON incident
    (kecamatan_code, incident_id DESC, state, priority, category, source, kecamatan, overdue, urgency);
-- The few that others see as well.
CREATE INDEX incident_shared ON incident (incident_id DESC) WHERE shared_with <> '{}';
ANALYZE incident;
