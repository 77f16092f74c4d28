-- Who wanted in and was not let in: one row a day, name and reason, so that an attack cannot fill the disk.
CREATE TABLE connection_refusal (
    day       date NOT NULL,
    user_name text NOT NULL,
    reason    text NOT NULL,
    remote    text NOT NULL,
    count     bigint NOT NULL,
    first_at  timestamptz NOT NULL,
    last_at   timestamptz NOT NULL,
    PRIMARY KEY (day, user_name, reason)
);
COMMENT ON COLUMN connection_refusal.day IS 'in Jakarta';
COMMENT ON COLUMN connection_refusal.user_name IS 'as far as it is printable, at most 129 characters; (others) when a day has too many names';
COMMENT ON COLUMN connection_refusal.remote IS 'address of the last attempt';
