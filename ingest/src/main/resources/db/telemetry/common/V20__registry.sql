-- What a city has to know of a device besides how it speaks: who owns and keeps it, where it hangs, on what it depends,
-- and under which other names the networks know it.

ALTER TABLE device
    ADD COLUMN class           text CHECK (class IN ('HARDWARE', 'DATA_CENTER', 'FIBER_NETWORK', 'COMMAND_CENTER', 'BANDWIDTH')),
    ADD COLUMN owner           text,
    ADD COLUMN maintainer      text,
    ADD COLUMN contract_number text,
    ADD COLUMN contract_until  date,
    ADD COLUMN installed_on    date,
    ADD COLUMN firmware        text,
    ADD COLUMN retention_note  text,
    ADD COLUMN kelurahan_code  text,
    ADD COLUMN kelurahan       text,
    ADD COLUMN kecamatan_code  text,
    ADD COLUMN kecamatan       text,
    ADD COLUMN power_parent    text REFERENCES device CHECK (power_parent <> device_id),
    ADD COLUMN uplink_parent   text REFERENCES device CHECK (uplink_parent <> device_id),
    ADD COLUMN switch_parent   text REFERENCES device CHECK (switch_parent <> device_id),
    ADD COLUMN retired_at      timestamptz,
    ADD COLUMN retired_reason  text,
    ADD COLUMN version         bigint NOT NULL DEFAULT 1;
COMMENT ON COLUMN device.class IS 'one of the five infrastructure classes the city registers its assets under';
COMMENT ON COLUMN device.kelurahan IS 'from latitude and longitude when these were written';
COMMENT ON COLUMN device.power_parent IS 'what it takes its power from; each of the three relations is free of cycles by itself';
COMMENT ON COLUMN device.uplink_parent IS 'the gateway or link its messages pass';
COMMENT ON COLUMN device.switch_parent IS 'the switch it is plugged into';
COMMENT ON COLUMN device.version IS 'the ETag; grows with every change by whomever';

CREATE INDEX device_uplink ON device (uplink_parent) WHERE uplink_parent IS NOT NULL;

CREATE FUNCTION device_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.version := OLD.version + 1;
    RETURN NEW;
END $$;
CREATE TRIGGER device_version BEFORE UPDATE ON device FOR EACH ROW EXECUTE FUNCTION device_version();

CREATE TABLE device_alias (
    alias     text PRIMARY KEY CHECK (length(alias) BETWEEN 1 AND 129),
    device_id text NOT NULL REFERENCES device ON DELETE CASCADE,
    added_at  timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE device_alias IS 'The same device as a network or its maker calls it: devEUI, IMEI, host name, MAC';
CREATE INDEX device_alias_of ON device_alias (device_id);

CREATE TABLE device_calibration (
    device_id   text NOT NULL REFERENCES device ON DELETE CASCADE,
    valid_from  timestamptz NOT NULL,
    mount_mm    double precision,
    zero_mm     double precision,
    reason      text NOT NULL,
    recorded_by text NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (device_id, valid_from)
);
COMMENT ON TABLE device_calibration IS 'How a gauge was mounted from when on; a stage is computed with the version in force at its observed_at, before the first with the first';

-- Whoever writes the mounting of a device writes its history, too; siaga.by and siaga.reason say who and why.
CREATE FUNCTION device_calibrated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO telemetry.device_calibration (device_id, valid_from, mount_mm, zero_mm, reason, recorded_by)
    SELECT NEW.device_id, now(), NEW.mount_mm, NEW.zero_mm, coalesce(nullif(current_setting('siaga.reason', true), ''), '-'),
        coalesce(nullif(current_setting('siaga.by', true), ''), current_user)
    WHERE NOT EXISTS (
        SELECT FROM (SELECT mount_mm, zero_mm FROM telemetry.device_calibration
                     WHERE device_id = NEW.device_id ORDER BY valid_from DESC LIMIT 1) newest
        WHERE newest.mount_mm IS NOT DISTINCT FROM NEW.mount_mm AND newest.zero_mm IS NOT DISTINCT FROM NEW.zero_mm)
    ON CONFLICT (device_id, valid_from) DO UPDATE SET mount_mm = excluded.mount_mm, zero_mm = excluded.zero_mm;
    RETURN NULL;
END $$;
CREATE TRIGGER device_installed AFTER INSERT ON device FOR EACH ROW
    WHEN (NEW.mount_mm IS NOT NULL OR NEW.zero_mm IS NOT NULL) EXECUTE FUNCTION device_calibrated();
CREATE TRIGGER device_remounted AFTER UPDATE ON device FOR EACH ROW
    WHEN (NEW.mount_mm IS DISTINCT FROM OLD.mount_mm OR NEW.zero_mm IS DISTINCT FROM OLD.zero_mm)
    EXECUTE FUNCTION device_calibrated();
INSERT INTO device_calibration (device_id, valid_from, mount_mm, zero_mm, reason, recorded_by)
SELECT device_id, registered_at, mount_mm, zero_mm, 'terdaftar (registered)', 'siaga' FROM device
WHERE mount_mm IS NOT NULL OR zero_mm IS NOT NULL;

-- One word a statement: ten thousand devices imported at once are read anew at once ('*'), not one by one.
DROP TRIGGER device_changed ON device;
DROP FUNCTION registry_changed();
CREATE FUNCTION registry_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT count(*) FROM (SELECT FROM changed LIMIT 101) few) > 100 THEN
        PERFORM pg_notify('siaga_registry', '*');
    ELSE
        PERFORM pg_notify('siaga_registry', device_id) FROM changed;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER device_added AFTER INSERT ON device REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION registry_changed();
CREATE TRIGGER device_changed AFTER UPDATE ON device REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION registry_changed();
CREATE TRIGGER device_removed AFTER DELETE ON device REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION registry_changed();
CREATE TRIGGER alias_added AFTER INSERT ON device_alias REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION registry_changed();
CREATE TRIGGER alias_removed AFTER DELETE ON device_alias REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION registry_changed();
CREATE TRIGGER calibration_added AFTER INSERT ON device_calibration REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION registry_changed();
