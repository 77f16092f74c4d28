-- People: who they are, in what standing, who took over from them. An account is deactivated, never erased.
ALTER TABLE account
    ALTER COLUMN password_hash DROP NOT NULL,
    ADD display_name text NOT NULL DEFAULT '',
    ADD email text,
    ADD phone text,
    ADD agency text,
    ADD category text NOT NULL DEFAULT 'INTERNAL' CHECK (category IN ('INTERNAL', 'SCREEN')),
    ADD appointment text,
    ADD status text NOT NULL DEFAULT 'ACTIVE' CHECK (status IN ('ACTIVE', 'DEACTIVATED')),
    ADD must_change_password boolean NOT NULL DEFAULT false,
    ADD successor_id bigint REFERENCES account,
    ADD oidc_subject text UNIQUE,
    ADD totp_secret bytea,
    ADD totp_confirmed_at timestamptz,
    ADD totp_last_step bigint,
    ADD updated_at timestamptz,
    ADD version int NOT NULL DEFAULT 1;
COMMENT ON COLUMN account.display_name IS '[personal]';
COMMENT ON COLUMN account.password_hash IS 'null: no login by password (a screen, single sign-on only, deactivated)';
COMMENT ON COLUMN account.appointment IS 'reference of the appointment by the head of the OPD';
COMMENT ON COLUMN account.oidc_subject IS 'issuer and subject of single sign-on, parted by a space';
COMMENT ON COLUMN account.totp_last_step IS 'the newest 30-second step whose code was used; it and older ones are not taken again';

CREATE TABLE recovery_code (
    account_id  bigint NOT NULL REFERENCES account,
    code_sha256 bytea NOT NULL,
    PRIMARY KEY (account_id, code_sha256)
);
COMMENT ON TABLE recovery_code IS 'Stands in for the one-time code once; a used one is gone';

CREATE TABLE suspension_reason (
    reason_code text PRIMARY KEY,
    text        text NOT NULL
);
INSERT INTO suspension_reason VALUES
    ('MELANGGAR_ATURAN', 'Melanggar aturan penggunaan (broke the rules of use)'),
    ('GANGGUAN_KEAMANAN', 'Mengganggu keamanan sistem (disturbed security)');

CREATE TABLE suspension (
    suspension_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id    bigint NOT NULL REFERENCES account,
    reason_code   text NOT NULL REFERENCES suspension_reason,
    evidence      text NOT NULL,
    suspended_at  timestamptz NOT NULL,
    suspended_by  text NOT NULL,
    until         timestamptz NOT NULL CHECK (until > suspended_at),
    lifted_at     timestamptz,
    lifted_by     text,
    lift_reason   text
);
CREATE INDEX suspension_of ON suspension (account_id, until) WHERE lifted_at IS NULL;

CREATE TABLE offboarding (
    account_id   bigint PRIMARY KEY REFERENCES account,
    reason       text NOT NULL,
    successor_id bigint REFERENCES account,
    requested_at timestamptz NOT NULL,
    requested_by text NOT NULL,
    due_at       timestamptz NOT NULL,
    done_at      timestamptz,
    done_by      text
);
COMMENT ON COLUMN offboarding.due_at IS 'one working day after the request';

CREATE FUNCTION suspended_at(account bigint, moment timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT 1 FROM command.suspension s
        WHERE s.account_id = $1 AND s.lifted_at IS NULL AND s.suspended_at <= $2 AND s.until > $2)
$$;

CREATE VIEW account_json AS
SELECT a.account_id AS id, a.user_name AS "user", a.display_name, a.email, a.phone, a.agency, a.category, a.appointment,
       CASE WHEN a.status = 'ACTIVE' AND command.suspended_at(a.account_id, now()) THEN 'SUSPENDED' ELSE a.status END
           AS status,
       a.must_change_password, a.password_hash IS NOT NULL AS local_login, a.totp_confirmed_at IS NOT NULL AS totp,
       a.oidc_subject, s.user_name AS successor, a.created_at, a.updated_at, a.version,
       coalesce((SELECT jsonb_agg(jsonb_build_object('role', g.role, 'kecamatan', g.kecamatan_code, 'agency', g.agency)
                    ORDER BY g.grant_id)
                 FROM command.role_grant g
                 WHERE g.account_id = a.account_id AND g.revoked_at IS NULL AND g.valid_from <= now()
                   AND (g.valid_until IS NULL OR g.valid_until > now())), '[]') AS grants
FROM account a LEFT JOIN account s ON s.account_id = a.successor_id;

CREATE VIEW grant_json AS
SELECT g.grant_id AS id, a.user_name AS "user", g.role, g.kecamatan_code AS kecamatan, g.agency, g.decree_type,
       g.decree_number, g.decree_date::text AS decree_date, g.valid_from,
       CASE WHEN isfinite(g.valid_until) THEN g.valid_until END AS valid_until,
       g.granted_by, g.granted_at, g.revoked_at, g.revoked_by, g.revoke_reason
FROM role_grant g JOIN account a USING (account_id);
