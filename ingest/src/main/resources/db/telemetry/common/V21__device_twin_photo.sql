CREATE TABLE device_twin (
    device_id        text PRIMARY KEY REFERENCES device ON DELETE CASCADE,
    desired          jsonb NOT NULL DEFAULT '{}',
    desired_version  bigint NOT NULL DEFAULT 0,
    desired_by       text,
    desired_at       timestamptz,
    reported         jsonb NOT NULL DEFAULT '{}',
    reported_version bigint NOT NULL DEFAULT 0,
    reported_at      timestamptz
);
COMMENT ON TABLE device_twin IS 'How a device should be set, and how it says it is; each half has its own version';

CREATE TABLE device_photo (
    photo_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    device_id  text NOT NULL REFERENCES device ON DELETE CASCADE,
    sha256     bytea NOT NULL,
    media_type text NOT NULL CHECK (media_type IN ('image/jpeg', 'image/png', 'image/webp')),
    caption    text NOT NULL,
    added_by   text NOT NULL,
    added_at   timestamptz NOT NULL DEFAULT now(),
    content    bytea NOT NULL CHECK (length(content) <= 5242880),
    UNIQUE (device_id, sha256)
);
ALTER TABLE device_photo ALTER COLUMN content SET STORAGE EXTERNAL;
COMMENT ON COLUMN device_photo.content IS 'without camera metadata: where and by whom it was taken is nobody''s business; sha256 is of this';
