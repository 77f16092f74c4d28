-- Who did what, and who looked: append only, each record chained to the one before. docs/audit.md says how it is checked.
CREATE SCHEMA audit;

CREATE TABLE audit.record (
    seq         bigint PRIMARY KEY,
    at          timestamptz NOT NULL,
    actor       text NOT NULL,
    roles       text NOT NULL,
    operation   text NOT NULL,
    address     text NOT NULL,
    purpose     text NOT NULL,
    action      text NOT NULL,
    object_type text NOT NULL,
    object_id   text NOT NULL,
    detail      text NOT NULL,
    prev_sha256 bytea NOT NULL,
    sha256      bytea NOT NULL
);
CREATE INDEX record_of_actor ON audit.record (actor, seq DESC);
CREATE INDEX record_of_object ON audit.record (object_type, object_id, seq DESC);
CREATE INDEX record_of_operation ON audit.record (operation, seq DESC);
CREATE INDEX record_at ON audit.record (at);
COMMENT ON COLUMN audit.record.detail IS 'a JSON object, as text: jsonb is printed differently by other versions, and these very bytes are hashed';

CREATE FUNCTION audit.field(value text) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
    SELECT int4send(octet_length(bytes)) || bytes FROM convert_to(value, 'UTF8') AS bytes
$$;
COMMENT ON FUNCTION audit.field IS 'its length in bytes as four bytes, then the bytes: no two lists of fields have the same bytes';

CREATE FUNCTION audit.digest(r audit.record) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT sha256(audit.field('siaga-audit-1') || audit.field(r.seq::text)
        || audit.field((extract(epoch FROM r.at) * 1000000)::bigint::text) || audit.field(r.actor)
        || audit.field(r.roles) || audit.field(r.operation) || audit.field(r.address) || audit.field(r.purpose)
        || audit.field(r.action) || audit.field(r.object_type) || audit.field(r.object_id) || audit.field(r.detail)
        || audit.field(encode(r.prev_sha256, 'hex')))
$$;

-- Whoever inserts, the link is made here: number, time, name and hashes are not the inserter's to choose.
CREATE FUNCTION audit.link() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    who  jsonb := nullif(current_setting('siaga.actor', true), '')::jsonb;
    ours boolean := current_setting('application_name') = 'siaga';
    last audit.record;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('audit.record'));
    SELECT * INTO last FROM audit.record ORDER BY seq DESC LIMIT 1;
    NEW.seq := coalesce(last.seq, 0) + 1;
    NEW.at := greatest(clock_timestamp(), last.at);
    NEW.prev_sha256 := coalesce(last.sha256, decode(repeat('00', 32), 'hex'));
    NEW.actor := coalesce(who ->> 'user', NEW.actor, CASE WHEN ours THEN 'sistem' ELSE 'db:' || session_user END);
    NEW.roles := coalesce(who ->> 'roles', CASE WHEN ours THEN '' ELSE current_setting('application_name') END);
    NEW.operation := coalesce(who ->> 'operation', NEW.operation, '');
    NEW.address := coalesce(who ->> 'address', host(inet_client_addr()), 'lokal');
    NEW.purpose := coalesce(who ->> 'purpose', NEW.purpose, '');
    NEW.detail := coalesce(NEW.detail, '{}');
    NEW.sha256 := audit.digest(NEW);
    RETURN NEW;
END $$;
CREATE TRIGGER link BEFORE INSERT ON audit.record FOR EACH ROW EXECUTE FUNCTION audit.link();

CREATE FUNCTION audit.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit.record only grows: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE ON audit.record FOR EACH ROW EXECUTE FUNCTION audit.refuse();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON audit.record FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse();
-- Also for a session that calls itself a replica.
ALTER TABLE audit.record ENABLE ALWAYS TRIGGER link;
ALTER TABLE audit.record ENABLE ALWAYS TRIGGER only_grows;
ALTER TABLE audit.record ENABLE ALWAYS TRIGGER never_emptied;

-- The first record binds the log to this installation; the anchors name it.
INSERT INTO audit.record (action, object_type, object_id, detail)
VALUES ('genesis', 'installation', gen_random_uuid()::text, '{"format":"siaga-audit-1"}');

CREATE TABLE audit.coverage (
    table_name text PRIMARY KEY,
    watched    boolean NOT NULL,
    reason     text NOT NULL
);
COMMENT ON TABLE audit.coverage IS 'schema.table: which tables of telemetry are watched, and which of command are not, and why';

-- What a value looks like in the log: secrets and bytes as their SHA-256, people''s words not at all.
CREATE FUNCTION audit.shown(name text, value jsonb, hidden text[], personal text[], bytes text[]) RETURNS jsonb
LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN value = 'null' THEN value
        WHEN name = ANY (bytes) THEN to_jsonb('sha256:' || encode(sha256(decode(substr(value #>> '{}', 3), 'hex')), 'hex'))
        WHEN name = ANY (hidden) THEN to_jsonb('sha256:' || encode(sha256(convert_to(value #>> '{}', 'UTF8')), 'hex'))
        WHEN name = ANY (personal) THEN '"(pribadi)"'
        ELSE value END
$$;

-- Deferred: it runs at the commit, so that the chain is locked last and for as short as can be.
CREATE FUNCTION audit.change() RETURNS trigger LANGUAGE plpgsql
SET bytea_output = 'hex' SET timezone = 'UTC' AS $$
DECLARE
    keys     text[] := string_to_array(TG_ARGV[0], ',');
    hidden   text[] := string_to_array(TG_ARGV[1], ',');
    personal text[] := string_to_array(TG_ARGV[2], ',');
    bytes    text[] := string_to_array(TG_ARGV[3], ',');
    ignored  text[] := string_to_array(TG_ARGV[4], ',');
    was      jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
    now_is   jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
    row_is   jsonb := coalesce(now_is, was);
    detail   jsonb := '{}';
    id       text;
BEGIN
    IF TG_TABLE_NAME = 'login_failure' AND TG_OP = 'DELETE' THEN
        RETURN NULL;
    END IF;
    SELECT string_agg(audit.shown(key, row_is -> key, hidden, personal, bytes) #>> '{}', '/' ORDER BY place) INTO id
    FROM unnest(keys) WITH ORDINALITY AS k (key, place);
    IF was IS NOT NULL THEN
        detail := detail || jsonb_build_object('old', (
            SELECT coalesce(jsonb_object_agg(key, audit.shown(key, value, hidden, personal, bytes)), '{}')
            FROM jsonb_each(was) WHERE key <> ALL (ignored) AND now_is -> key IS DISTINCT FROM value
                AND (now_is IS NOT NULL OR value <> 'null')));
    END IF;
    IF now_is IS NOT NULL THEN
        detail := detail || jsonb_build_object('new', (
            SELECT coalesce(jsonb_object_agg(key, audit.shown(key, value, hidden, personal, bytes)), '{}')
            FROM jsonb_each(now_is) WHERE key <> ALL (ignored) AND was -> key IS DISTINCT FROM value
                AND (was IS NOT NULL OR value <> 'null')));
    END IF;
    IF TG_OP = 'UPDATE' AND detail -> 'new' = '{}' THEN
        RETURN NULL;
    END IF;
    INSERT INTO audit.record (actor, action, object_type, object_id, detail)
    VALUES (audit.unnamed(TG_TABLE_NAME, TG_OP, row_is), audit.word(TG_TABLE_NAME, TG_OP), TG_TABLE_NAME,
        coalesce(id, ''), detail::text);
    RETURN NULL;
END $$;

CREATE FUNCTION audit.word(of_table text, op text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE of_table || ' ' || op
        WHEN 'session INSERT' THEN 'login'
        WHEN 'session UPDATE' THEN CASE WHEN current_setting('siaga.actor', true) LIKE '%"operation":"logout"%'
            THEN 'logout' ELSE 'session_changed' END
        WHEN 'session DELETE' THEN 'session_forgotten'
        WHEN 'login_failure INSERT' THEN 'login_failed'
        WHEN 'login_failure UPDATE' THEN 'login_failed'
        ELSE lower(op) END
$$;

CREATE FUNCTION audit.unnamed(of_table text, op text, row_is jsonb) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT CASE of_table || ' ' || op
        WHEN 'session INSERT' THEN (
            SELECT user_name FROM command.account WHERE account_id = (row_is ->> 'account_id')::bigint)
        WHEN 'login_failure INSERT' THEN 'anonim'
        WHEN 'login_failure UPDATE' THEN 'anonim' END
$$;
COMMENT ON FUNCTION audit.unnamed IS 'who, when nobody has logged in yet; null: the system itself';

CREATE FUNCTION audit.emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO audit.record (action, object_type, object_id) VALUES ('truncate', TG_TABLE_NAME, '');
    RETURN NULL;
END $$;

-- Which columns are what is found out here, once a start, and not at every change.
CREATE FUNCTION audit.arguments(watched regclass) RETURNS text[] LANGUAGE sql STABLE AS $$
    WITH columns AS (
        SELECT attname AS name, attnum, atttypid = 'bytea'::regtype AS bytes,
               coalesce(col_description(attrelid, attnum), '') || coalesce(obj_description(attrelid, 'pg_class'), '')
                   AS comment
        FROM pg_attribute WHERE attrelid = watched AND attnum > 0 AND NOT attisdropped),
    keys AS (
        SELECT c.name, place FROM pg_index, unnest(indkey) WITH ORDINALITY AS k (attnum, place)
        JOIN columns c USING (attnum) WHERE indrelid = watched AND indisprimary)
    SELECT ARRAY[
        coalesce((SELECT string_agg(name, ',' ORDER BY place) FROM keys), ''),
        coalesce(string_agg(name, ',' ORDER BY attnum) FILTER (WHERE NOT bytes
            AND name ~ '(_sha256|_hash|_secret)$|^sealed$'), ''),
        coalesce(string_agg(name, ',' ORDER BY attnum) FILTER (WHERE NOT bytes AND name NOT IN (SELECT name FROM keys)
            AND (comment LIKE '%[personal]%' OR name ~ '(^|_)(phone|email|e_mail|nik)$')), ''),
        coalesce(string_agg(name, ',' ORDER BY attnum) FILTER (WHERE bytes), ''),
        coalesce(string_agg(name, ',' ORDER BY attnum) FILTER (WHERE name ~ '^last_(seen|used)|^seen_at$'), '')]
    FROM columns
$$;

CREATE FUNCTION audit.watch(watched regclass) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    arguments text[] := audit.arguments(watched);
    wanted    bytea := (SELECT string_agg(convert_to(each, 'UTF8') || '\x00', '' ORDER BY place)
                        FROM unnest(arguments) WITH ORDINALITY AS a (each, place));
BEGIN
    IF EXISTS (SELECT 1 FROM pg_trigger
               WHERE tgrelid = watched AND tgname = 'audit_change' AND tgargs = wanted AND tgenabled = 'A') THEN
        RETURN;
    END IF;
    EXECUTE format('DROP TRIGGER IF EXISTS audit_change ON %s', watched);
    EXECUTE format('CREATE CONSTRAINT TRIGGER audit_change AFTER INSERT OR UPDATE OR DELETE ON %s'
        ' DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit.change(%L, %L, %L, %L, %L)', watched,
        arguments[1], arguments[2], arguments[3], arguments[4], arguments[5]);
    EXECUTE format('CREATE OR REPLACE TRIGGER audit_emptied AFTER TRUNCATE ON %s'
        ' FOR EACH STATEMENT EXECUTE FUNCTION audit.emptied()', watched);
    EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER audit_change', watched);
    EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER audit_emptied', watched);
END $$;
COMMENT ON FUNCTION audit.watch IS 'idempotent; locks the table only when its columns or its trigger have changed';

-- Every table of command but the exceptions, and of telemetry those that people decide over.
CREATE FUNCTION audit.watch_all() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    watched regclass;
BEGIN
    FOR watched IN
        SELECT t.oid::regclass FROM pg_class t JOIN pg_namespace n ON n.oid = t.relnamespace
        LEFT JOIN audit.coverage c ON c.table_name = n.nspname || '.' || t.relname
        WHERE t.relkind = 'r' AND NOT t.relispartition
          AND coalesce(c.watched, n.nspname = 'command') AND n.nspname IN ('command', 'telemetry')
        ORDER BY 1
    LOOP
        PERFORM audit.watch(watched);
    END LOOP;
END $$;
