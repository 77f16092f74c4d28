-- Who is appointed to what, where, by which decree and for how long. A grant is ended, never erased.
CREATE TABLE role_grant (
    grant_id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id     bigint NOT NULL REFERENCES account,
    role           text NOT NULL CHECK (role IN ('ADMIN_PUSAT', 'TEKNISI', 'PENGELOLA_ADMIN', 'OPERATOR', 'KORLAP',
        'PETUGAS', 'PJ_TEKNIS', 'KEPALA_SATPOL_PP', 'TIM_TAKSIR', 'WALIDATA', 'SEKDA', 'WALI_KOTA', 'OPD_ADMIN',
        'STAKEHOLDER', 'WALL')),
    kecamatan_code text,
    agency         text,
    decree_type    text NOT NULL CHECK (decree_type IN ('AWAL', 'WALI_KOTA', 'KEPALA_SATPOL_PP', 'KEPALA_OPD')),
    decree_number  text NOT NULL,
    decree_date    date NOT NULL,
    valid_from     timestamptz NOT NULL,
    valid_until    timestamptz,
    granted_by     text NOT NULL,
    granted_at     timestamptz NOT NULL,
    revoked_at     timestamptz,
    revoked_by     text,
    revoke_reason  text,
    CHECK (valid_until IS NOT NULL OR decree_type = 'AWAL'),
    CHECK (kecamatan_code IS NOT NULL OR role <> 'KORLAP')
);
CREATE INDEX role_grant_of ON role_grant (account_id) WHERE revoked_at IS NULL;
COMMENT ON COLUMN role_grant.decree_type IS 'AWAL: none, an account of the first start, or made before there were roles';
COMMENT ON COLUMN role_grant.kecamatan_code IS 'null: the whole city';
COMMENT ON COLUMN role_grant.agency IS 'null: any';

INSERT INTO role_grant (account_id, role, decree_type, decree_number, decree_date, valid_from, granted_by, granted_at)
SELECT account_id, granted, 'AWAL', '-', created_at::date, created_at, 'sistem', created_at
FROM account, unnest(CASE role WHEN 'administrator'
    THEN ARRAY['ADMIN_PUSAT', 'TEKNISI', 'PENGELOLA_ADMIN', 'OPERATOR', 'KEPALA_SATPOL_PP']
    ELSE ARRAY['OPERATOR'] END) AS granted;
ALTER TABLE account DROP COLUMN role;
