-- A code that was made for a registered device gives it a new secret; the one before opens nothing any more. Any other
-- code makes a device. Of a device that is retired no code makes use, and none is used up.
CREATE OR REPLACE FUNCTION redeem_claim(code text, secret_sha256 bytea, OUT outcome text, OUT device_id text)
LANGUAGE plpgsql AS $$
DECLARE
    claim record;
BEGIN
    SELECT c.code_sha256, c.used_at, c.device_id AS made_for, d.status, b.* INTO claim
    FROM telemetry.claim_code c JOIN telemetry.claim_batch b USING (batch_id)
    LEFT JOIN telemetry.device d ON d.device_id = c.device_id
    WHERE c.code_sha256 = telemetry.claim_digest(code) FOR UPDATE OF c;
    outcome := CASE WHEN NOT FOUND THEN 'unknown' WHEN claim.used_at IS NOT NULL THEN 'used'
        WHEN claim.withdrawn_at IS NOT NULL OR claim.status <> 'active' THEN 'withdrawn'
        WHEN claim.expires_at <= now() THEN 'expired' ELSE 'enrolled' END;
    device_id := claim.made_for;
    IF outcome <> 'enrolled' THEN
        RETURN;
    END IF;
    IF device_id IS NULL THEN
        device_id := claim.kind || '-' || left(replace(gen_random_uuid()::text, '-', ''), 12);
        INSERT INTO telemetry.device (device_id, kind, name, status, owner, uplink_parent, speaks_for, secret_sha256)
        VALUES (redeem_claim.device_id, claim.kind, redeem_claim.device_id, 'active', claim.owner,
            claim.uplink_parent, 'children', redeem_claim.secret_sha256);
    ELSE
        UPDATE telemetry.device d SET changed_at = now(), secret_sha256 = redeem_claim.secret_sha256,
            previous_sha256 = NULL, previous_until = NULL
        WHERE d.device_id = redeem_claim.device_id;
    END IF;
    UPDATE telemetry.claim_code c SET used_at = now(), device_id = redeem_claim.device_id
    WHERE c.code_sha256 = claim.code_sha256;
END $$;
