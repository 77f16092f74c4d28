-- How a device proves who it is, how it is enrolled without an administrator, and for whom it may speak.

-- ---------------------------------------------------------------------------------------------- credentials

ALTER TABLE device
    ADD COLUMN speaks_for text NOT NULL DEFAULT 'all' CHECK (speaks_for IN ('children', 'all')),
    ADD COLUMN previous_sha256 bytea,
    ADD COLUMN previous_until timestamptz;
COMMENT ON COLUMN device.speaks_for IS 'of a gateway: children, the devices whose uplink_parent it is; or all';
COMMENT ON COLUMN device.previous_sha256 IS 'the secret before the last rotation, which still opens the door until previous_until';

CREATE TABLE device_certificate (
    fingerprint text PRIMARY KEY CHECK (fingerprint ~ '^[0-9a-f]{64}$'),
    device_id   text NOT NULL,
    serial      text NOT NULL,
    issuer      text NOT NULL,
    not_before  timestamptz NOT NULL,
    not_after   timestamptz NOT NULL,
    bound_at    timestamptz NOT NULL DEFAULT now(),
    revoked_at  timestamptz,
    UNIQUE (issuer, serial)
);
CREATE INDEX device_certificate_of ON device_certificate (device_id);
COMMENT ON TABLE device_certificate IS 'Client certificates and the one device each speaks for; rows stay after revocation: this is the revocation list';
COMMENT ON COLUMN device_certificate.fingerprint IS 'SHA-256 of the certificate, hex';
CREATE TRIGGER certificate_added AFTER INSERT ON device_certificate REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION registry_changed();
CREATE TRIGGER certificate_changed AFTER UPDATE ON device_certificate REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION registry_changed();
CREATE TRIGGER certificate_removed AFTER DELETE ON device_certificate REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION registry_changed();

CREATE TABLE device_authority (
    fingerprint text PRIMARY KEY,
    certificate text NOT NULL,
    made_at     timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE device_authority IS 'Our own authorities'' certificates, PEM, so that every ingest process can check what they signed; keys are not here';

-- ---------------------------------------------------------------------------------------------- claim codes

CREATE TABLE claim_batch (
    batch_id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind          text NOT NULL,
    owner         text NOT NULL,
    uplink_parent text REFERENCES device,
    made_by       text NOT NULL,
    made_at       timestamptz NOT NULL DEFAULT now(),
    expires_at    timestamptz NOT NULL,
    withdrawn_at  timestamptz
);
CREATE TABLE claim_code (
    code_sha256 bytea PRIMARY KEY,
    batch_id    bigint NOT NULL REFERENCES claim_batch,
    used_at     timestamptz,
    device_id   text
);
CREATE INDEX claim_code_of ON claim_code (batch_id);
COMMENT ON COLUMN claim_code.code_sha256 IS 'claim_digest of a 100-bit random code';

-- People copy codes from labels: case and hyphens do not count, and letters that look like digits are those digits.
CREATE FUNCTION claim_digest(code text) RETURNS bytea LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN sha256(convert_to(translate(upper(code), 'OIL- ', '011'), 'UTF8'));

-- One code, one device, named also when it is already used: outcome is enrolled, unknown, used, expired or withdrawn.
CREATE FUNCTION redeem_claim(code text, secret_sha256 bytea, OUT outcome text, OUT device_id text)
LANGUAGE plpgsql AS $$
DECLARE
    claim record;
BEGIN
    SELECT c.code_sha256, c.used_at, c.device_id AS used_by, b.* INTO claim
    FROM telemetry.claim_code c JOIN telemetry.claim_batch b USING (batch_id)
    WHERE c.code_sha256 = telemetry.claim_digest(code) FOR UPDATE OF c;
    outcome := CASE WHEN NOT FOUND THEN 'unknown' WHEN claim.used_at IS NOT NULL THEN 'used'
        WHEN claim.withdrawn_at IS NOT NULL THEN 'withdrawn' WHEN claim.expires_at <= now() THEN 'expired'
        ELSE 'enrolled' END;
    device_id := claim.used_by;
    IF outcome = 'enrolled' THEN
        device_id := claim.kind || '-' || left(replace(gen_random_uuid()::text, '-', ''), 12);
        INSERT INTO telemetry.device (device_id, kind, name, status, owner, uplink_parent, speaks_for, secret_sha256)
        VALUES (redeem_claim.device_id, claim.kind, redeem_claim.device_id, 'active', claim.owner,
            claim.uplink_parent, 'children', redeem_claim.secret_sha256);
        UPDATE telemetry.claim_code c SET used_at = now(), device_id = redeem_claim.device_id
        WHERE c.code_sha256 = claim.code_sha256;
    END IF;
END $$;

-- ---------------------------------------------------------------------------------------------- refusals

ALTER TABLE connection_refusal ADD COLUMN what text NOT NULL DEFAULT '';
COMMENT ON COLUMN connection_refusal.what IS 'what was asked for last: a topic, a filter, a certificate''s serial number';
CREATE INDEX connection_refusal_recent ON connection_refusal (last_at DESC);

-- The one way a refusal becomes a row, whichever process refused.
CREATE PROCEDURE note_refusal(on_day date, who text, why text, asked text, address text, at timestamptz)
LANGUAGE sql AS $$
    INSERT INTO telemetry.connection_refusal AS known
        (day, user_name, reason, what, remote, count, first_at, last_at)
    VALUES (on_day, who, why, asked, address, 1, at, at)
    ON CONFLICT (day, user_name, reason) DO UPDATE SET
        count = known.count + 1, what = excluded.what, remote = excluded.remote, last_at = excluded.last_at
$$;
