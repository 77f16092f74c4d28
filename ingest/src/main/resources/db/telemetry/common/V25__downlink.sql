-- What Siaga asks of devices, and how far each request came.
ALTER TABLE device ADD COLUMN downlink text NOT NULL DEFAULT 'direct' CHECK (downlink IN ('direct', 'broker'));
COMMENT ON COLUMN device.downlink IS 'broker: reached through the external broker, as a device with receipts is; direct: by its own connection';

CREATE TABLE command_type (
    name       text PRIMARY KEY,
    argument   text,
    least      bigint,
    most       bigint,
    expires_s  int NOT NULL CHECK (expires_s > 0),
    meaning    text NOT NULL,
    CHECK ((argument IS NULL) = (least IS NULL) AND (argument IS NULL) = (most IS NULL))
);
COMMENT ON TABLE command_type IS 'What may be asked of a device: at most one whole number, named and bounded';
COMMENT ON COLUMN command_type.expires_s IS 'how long a command waits for its device unless somebody says otherwise';
INSERT INTO command_type VALUES
    ('interval', 'interval_s', 5, 86400, 86400, 'lapor setiap sekian detik (report every so many seconds)'),
    ('reboot', NULL, NULL, NULL, 3600, 'mulai ulang (restart)');

CREATE TABLE downlink_limit (
    most_open   int NOT NULL CHECK (most_open > 0),
    longest_s   int NOT NULL CHECK (longest_s > 0)
);
COMMENT ON COLUMN downlink_limit.most_open IS 'commands that may wait for one device';
COMMENT ON COLUMN downlink_limit.longest_s IS 'and for how long at most';
INSERT INTO downlink_limit VALUES (20, 604800);

CREATE TABLE device_command (
    command_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    device_id    text NOT NULL REFERENCES device ON DELETE CASCADE,
    name         text NOT NULL REFERENCES command_type,
    arguments    jsonb NOT NULL,
    asked_by     text NOT NULL,
    state        text NOT NULL DEFAULT 'queued'
        CHECK (state IN ('queued', 'sent', 'delivered', 'acked', 'expired', 'failed')),
    detail       text,
    attempts     int NOT NULL DEFAULT 0,
    queued_at    timestamptz NOT NULL DEFAULT now(),
    due_at       timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz NOT NULL,
    sent_at      timestamptz,
    delivered_at timestamptz,
    finished_at  timestamptz
);
COMMENT ON COLUMN device_command.state IS 'queued; sent: handed to a connection; delivered: its PUBACK came, the device''s own or the external broker''s; acked or failed: the device''s answer; expired: no answer in time';
COMMENT ON COLUMN device_command.due_at IS 'not handed over (again) before: a sent command without a PUBACK is lent until then';
CREATE INDEX device_command_waiting ON device_command (device_id, command_id) WHERE state IN ('queued', 'sent');
CREATE INDEX device_command_open ON device_command (expires_at) WHERE state IN ('queued', 'sent', 'delivered');
CREATE INDEX device_command_of ON device_command (device_id, command_id DESC);

-- Null when the device has no room for it. The row lock makes the bound hold for several who ask at once.
CREATE FUNCTION queue_command(of_device text, what text, args jsonb, by_whom text, until timestamptz) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    queued bigint;
BEGIN
    PERFORM FROM telemetry.device WHERE device_id = of_device FOR NO KEY UPDATE;
    INSERT INTO telemetry.device_command (device_id, name, arguments, asked_by, expires_at)
    SELECT of_device, what, args, by_whom, until FROM telemetry.downlink_limit
    WHERE most_open > (SELECT count(*) FROM telemetry.device_command
        WHERE device_id = of_device AND state IN ('queued', 'sent') AND expires_at > now())
    RETURNING command_id INTO queued;
    RETURN queued;
END $$;

-- A device answers by an event, so its answer is stored in the transaction of that event, once. An answer that comes
-- after the deadline still counts: it is what happened.
CREATE FUNCTION command_answered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE telemetry.device_command SET
        state = CASE NEW.type WHEN 'command.done' THEN 'acked' ELSE 'failed' END,
        detail = left(NEW.attributes ->> 'reason', 200), finished_at = NEW.received_at
    WHERE command_id = CASE WHEN NEW.attributes ->> 'id' ~ '^[0-9]{1,18}$' THEN (NEW.attributes ->> 'id')::bigint END
        AND device_id = NEW.device_id AND state IN ('sent', 'delivered', 'expired');
    RETURN NULL;
END $$;
CREATE TRIGGER command_answer AFTER INSERT ON device_event
    FOR EACH ROW WHEN (NEW.type IN ('command.done', 'command.failed')) EXECUTE FUNCTION command_answered();

INSERT INTO retention (class, keep, source, status) VALUES
    ('device_command', '2 years', 'usulan; menunggu JRA', 'UNVERIFIED');
INSERT INTO retained VALUES ('device_command', 'device_command', 'expires_at', 'device_id', false, NULL);

-- What a device was last asked to report at, and why it is asked again or back.
CREATE TABLE device_cadence (
    device_id  text PRIMARY KEY REFERENCES device ON DELETE CASCADE,
    pace       text NOT NULL CHECK (pace IN ('fast', 'normal')),
    normal_s   int NOT NULL CHECK (normal_s > 0),
    command_id bigint NOT NULL,
    asked_at   timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN device_cadence.normal_s IS 'the reporting period it goes back to';
