-- Secrets of one-time codes are sealed with a key that is not in the database.
ALTER TABLE account ADD totp_sealed bytea;
COMMENT ON COLUMN account.totp_sealed IS 'AES-256-GCM: one byte of form, 12 of nonce, then ciphertext and tag; bound to the account';
COMMENT ON COLUMN account.totp_secret IS 'of older versions; the next start seals it and leaves null';

-- Rows that are older than the log are put on record as they are now. From here on a row of these tables that nothing
-- recorded was slipped in.
CREATE FUNCTION audit.take_stock(of_table regclass) RETURNS void LANGUAGE plpgsql
SET bytea_output = 'hex' SET timezone = 'UTC' AS $$
DECLARE
    how  text[] := audit.arguments(of_table);
    name text := (SELECT relname FROM pg_class WHERE oid = of_table);
BEGIN
    EXECUTE format($sql$
        INSERT INTO audit.record (action, object_type, object_id, detail)
        SELECT 'stock', %1$L, id, jsonb_build_object('new', new)::text
        FROM (SELECT to_jsonb(t) AS is FROM %2$s t) AS stored, LATERAL (
            SELECT string_agg(audit.shown(key, stored.is -> key, $2, $3, $4) #>> '{}', '/' ORDER BY place) AS id
            FROM unnest($1) WITH ORDINALITY AS k (key, place)) AS known, LATERAL (
            SELECT coalesce(jsonb_object_agg(key, audit.shown(key, value, $2, $3, $4)), '{}') AS new
            FROM jsonb_each(stored.is) WHERE key <> ALL ($5) AND value <> 'null') AS shown
        WHERE NOT EXISTS (SELECT FROM audit.record r
            WHERE r.object_type = %1$L AND r.object_id = known.id AND r.action IN ('insert', 'stock'))
        ORDER BY id$sql$, name, of_table)
    USING string_to_array(how[1], ','), string_to_array(how[2], ','), string_to_array(how[3], ','),
        string_to_array(how[4], ','), string_to_array(how[5], ',');
END $$;
COMMENT ON FUNCTION audit.take_stock IS 'puts rows on record that never were; only for rows that are older than the log';

SELECT audit.take_stock(each::regclass) FROM unnest(ARRAY['command.incident', 'command.closure', 'command.account',
    'command.role_grant', 'command.suspension', 'command.offboarding', 'command.incident_share', 'command.assignment',
    'command.incident_timeline']) AS each;

-- Whoever an incident is no longer shared with is told that it is gone, as when it moves away.
CREATE OR REPLACE FUNCTION incident_left() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    gone text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('command.stream_event'));
    FOR gone IN
        SELECT code FROM unnest(array_append(OLD.shared_with, OLD.kecamatan_code)) AS code
        WHERE code <> ALL (NEW.shared_with) AND code IS DISTINCT FROM NEW.kecamatan_code
        UNION SELECT OLD.kecamatan_code WHERE OLD.kecamatan_code IS DISTINCT FROM NEW.kecamatan_code
    LOOP
        INSERT INTO command.stream_event (type, at, data) VALUES ('incident_left', clock_timestamp(),
            jsonb_build_object('id', NEW.incident_id, 'kecamatan_code', NEW.kecamatan_code, 'shared_with',
                NEW.shared_with, 'left', gone));
        -- Nor is what they missed while they could see it told to them when they come back.
        UPDATE command.stream_event SET data = jsonb_set(data, '{shared_with}', (data -> 'shared_with') - gone)
        WHERE type <> 'incident_left' AND jsonb_exists(data -> 'shared_with', gone)
          AND CASE type WHEN 'incident' THEN data ->> 'id' ELSE data ->> 'incident_id' END = NEW.incident_id::text;
    END LOOP;
    PERFORM pg_notify('siaga_stream', '');
    RETURN NULL;
END $$;
DROP TRIGGER incident_left ON incident;
CREATE TRIGGER incident_left AFTER UPDATE OF kecamatan_code, shared_with ON incident FOR EACH ROW
    WHEN (OLD.kecamatan_code IS DISTINCT FROM NEW.kecamatan_code OR OLD.shared_with IS DISTINCT FROM NEW.shared_with)
    EXECUTE FUNCTION incident_left();
