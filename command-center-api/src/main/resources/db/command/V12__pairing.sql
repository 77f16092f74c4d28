-- A screen shows a code, a person approves it, the screen gets its session (after RFC 8628).
CREATE TABLE device_pairing (
    pairing_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    device_sha256 bytea NOT NULL UNIQUE,
    user_code     text NOT NULL UNIQUE,
    address       text NOT NULL,
    created_at    timestamptz NOT NULL,
    expires_at    timestamptz NOT NULL,
    polled_at     timestamptz,
    decided_at    timestamptz,
    decided_by    text,
    approved      boolean,
    mode          text CHECK (mode IN ('OPERATIONS', 'VISITOR')),
    name          text,
    session_id    bigint
);
COMMENT ON COLUMN device_pairing.session_id IS 'once the screen has fetched its token';

-- A login at somebody else's that was begun here and has not come back yet.
CREATE TABLE oidc_pending (
    state_sha256    bytea PRIMARY KEY,
    nonce_secret    text NOT NULL,
    verifier_secret text NOT NULL,
    next            text NOT NULL,
    begun_at        timestamptz NOT NULL
);
