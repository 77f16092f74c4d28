-- Whoever watches the kecamatan an incident moved out of is told that it is gone; the event carries no more than that.
CREATE FUNCTION incident_left() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('command.stream_event'));
    INSERT INTO command.stream_event (type, at, data) VALUES ('incident_left', clock_timestamp(),
        jsonb_build_object('id', NEW.incident_id, 'kecamatan_code', NEW.kecamatan_code, 'left', OLD.kecamatan_code));
    PERFORM pg_notify('siaga_stream', '');
    RETURN NULL;
END $$;

CREATE TRIGGER incident_left AFTER UPDATE OF kecamatan_code ON incident FOR EACH ROW
    WHEN (OLD.kecamatan_code IS DISTINCT FROM NEW.kecamatan_code) EXECUTE FUNCTION incident_left();
