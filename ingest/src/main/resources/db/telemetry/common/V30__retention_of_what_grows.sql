-- What grew without a bound. A change of presence is old when the next one ended it: the last one says what still is.
ALTER TABLE presence_change ADD COLUMN until timestamptz;
COMMENT ON COLUMN presence_change.until IS 'when the next change began; null while it lasts';
UPDATE presence_change SET until = ended.at
FROM (SELECT change_id, lead(since) OVER (PARTITION BY device_id ORDER BY since, change_id) AS at FROM presence_change) AS ended
WHERE ended.change_id = presence_change.change_id;
CREATE INDEX presence_change_lasting ON presence_change (device_id) WHERE until IS NULL;

CREATE OR REPLACE FUNCTION presence_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE telemetry.presence_change SET until = greatest(since, NEW.presence_since)
    WHERE device_id = NEW.device_id AND until IS NULL;
    INSERT INTO telemetry.presence_change (device_id, state, cause, because, since)
    VALUES (NEW.device_id, NEW.presence, NEW.presence_cause, NEW.presence_because, NEW.presence_since);
    RETURN NULL;
END $$;

-- The codes of a batch go with it; the devices they enrolled stay.
ALTER TABLE claim_code DROP CONSTRAINT claim_code_batch_id_fkey,
    ADD FOREIGN KEY (batch_id) REFERENCES claim_batch ON DELETE CASCADE;

INSERT INTO retention (class, keep, source, status) VALUES
    ('presence', '5 years', 'usulan: selama kontrak ketersediaan dapat diperiksa', 'UNVERIFIED'),
    ('claim', '2 years', 'usulan; setelah masa berlaku habis', 'UNVERIFIED');
INSERT INTO retained (table_name, class, time_column, device) VALUES
    ('presence_change', 'presence', 'until', 'device_id'),
    ('claim_batch', 'claim', 'expires_at', 'uplink_parent');
