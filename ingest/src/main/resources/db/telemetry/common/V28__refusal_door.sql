-- By which door somebody came who was refused.
ALTER TABLE connection_refusal ADD COLUMN door text CHECK (door IN ('mqtt', 'http', 'broker'));
COMMENT ON COLUMN connection_refusal.door IS 'of the last attempt; broker: somebody else''s broker asked us; null: noted before doors were told apart';

-- The command center, which notes refused claims, is reached by HTTP alone.
DROP PROCEDURE note_refusal(date, text, text, text, text, timestamptz);
CREATE PROCEDURE note_refusal(on_day date, who text, why text, asked text, address text, at timestamptz,
    by_door text DEFAULT 'http')
LANGUAGE sql AS $$
    INSERT INTO telemetry.connection_refusal AS known
        (day, user_name, reason, what, remote, door, count, first_at, last_at)
    VALUES (on_day, who, why, asked, address, by_door, 1, at, at)
    ON CONFLICT (day, user_name, reason) DO UPDATE SET
        count = known.count + 1, what = excluded.what, remote = excluded.remote, door = excluded.door,
        last_at = excluded.last_at
$$;
