-- Who is refused at two doors has two rows. Rows from before doors were told apart (null) stay as they are.
ALTER TABLE connection_refusal DROP CONSTRAINT connection_refusal_pkey,
    ADD CONSTRAINT connection_refusal_key UNIQUE (day, user_name, reason, door);
COMMENT ON COLUMN connection_refusal.door IS 'broker: somebody else''s broker asked us; null: noted before doors were told apart';

CREATE OR REPLACE PROCEDURE note_refusal(on_day date, who text, why text, asked text, address text, at timestamptz,
    by_door text DEFAULT 'http')
LANGUAGE sql AS $$
    INSERT INTO telemetry.connection_refusal AS known
        (day, user_name, reason, what, remote, door, count, first_at, last_at)
    VALUES (on_day, who, why, asked, address, by_door, 1, at, at)
    ON CONFLICT (day, user_name, reason, door) DO UPDATE SET
        count = known.count + 1, what = excluded.what, remote = excluded.remote, last_at = excluded.last_at
$$;
