ALTER TABLE device ADD COLUMN quota_per_s int CHECK (quota_per_s > 0);
COMMENT ON COLUMN device.quota_per_s IS 'messages a second its connection may send for long; null is the door''s default';
