-- Whatever is shown as a bearer token: a login, a screen, a program. Each is listed, ends by itself, and can be revoked.
ALTER TABLE session
    ADD session_id bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    ADD kind text NOT NULL DEFAULT 'LOGIN' CHECK (kind IN ('LOGIN', 'WALL', 'TOKEN')),
    ADD name text,
    ADD address text,
    ADD user_agent text,
    ADD seen_at timestamptz NOT NULL DEFAULT now(),
    ADD idle_s bigint,
    ADD roles text[],
    ADD read_only boolean NOT NULL DEFAULT false,
    ADD by_password boolean NOT NULL DEFAULT true,
    ADD wall_mode text CHECK (wall_mode IN ('OPERATIONS', 'VISITOR')),
    ADD revoked_at timestamptz,
    ADD revoked_by text,
    ADD CHECK ((kind = 'WALL') = (wall_mode IS NOT NULL));
CREATE INDEX session_of ON session (account_id);
COMMENT ON COLUMN session.idle_s IS 'ends when not seen for so long; null: never by that';
COMMENT ON COLUMN session.roles IS 'of the account''s roles only these; null: all';
COMMENT ON COLUMN session.by_password IS 'false: single sign-on, whose password is not ours to have changed';

CREATE INDEX login_failure_age ON login_failure (last_at);

CREATE FUNCTION session_at(moment timestamptz) RETURNS TABLE (session_id bigint, token_sha256 bytea, account_id bigint,
    user_name text, kind text, read_only boolean, wall_mode text, seen_at timestamptz, expires_at timestamptz,
    standing text, grants jsonb)
LANGUAGE sql STABLE AS $$
    SELECT s.session_id, s.token_sha256, a.account_id, a.user_name, s.kind, s.read_only, s.wall_mode, s.seen_at,
        s.expires_at,
        CASE WHEN command.suspended_at(a.account_id, $1) THEN 'SUSPENDED'
             WHEN a.must_change_password AND s.kind = 'LOGIN' AND s.by_password THEN 'MUST_CHANGE_PASSWORD'
             ELSE 'ACTIVE' END,
        CASE WHEN s.kind = 'WALL' THEN '[{"role": "WALL"}]'::jsonb ELSE coalesce(g.grants, '[]') END
    FROM command.session s JOIN command.account a ON a.account_id = s.account_id
    CROSS JOIN LATERAL (
        SELECT jsonb_agg(jsonb_build_object('role', r.role, 'kecamatan', r.kecamatan_code, 'agency', r.agency)
            ORDER BY r.grant_id) AS grants
        FROM command.role_grant r
        WHERE r.account_id = a.account_id AND r.revoked_at IS NULL AND r.valid_from <= $1
          AND (r.valid_until IS NULL OR r.valid_until > $1) AND (s.roles IS NULL OR r.role = ANY (s.roles))) g
    WHERE a.status = 'ACTIVE' AND s.revoked_at IS NULL AND s.expires_at > $1
      AND (s.idle_s IS NULL OR s.seen_at + make_interval(secs => s.idle_s) > $1)
$$;
COMMENT ON FUNCTION session_at IS 'The sessions that are good at a moment, with the grants they carry then';

CREATE VIEW session_json AS
SELECT s.session_id AS id, a.user_name AS "user", s.kind, s.name, s.wall_mode AS mode, s.created_at, s.seen_at,
       s.expires_at, s.idle_s, s.address, s.user_agent, to_jsonb(s.roles) AS roles, s.read_only, s.revoked_at,
       s.revoked_by
FROM session s JOIN account a USING (account_id);
