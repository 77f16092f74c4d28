-- Many sensors cannot be told anything: nothing waits for them.
ALTER TABLE device DROP CONSTRAINT device_downlink_check,
    ADD CONSTRAINT device_downlink_check CHECK (downlink IN ('direct', 'broker', 'none'));
COMMENT ON COLUMN device.downlink IS 'direct: by its own connection; broker: through the external broker, as a device with receipts is; none: it takes no commands';
COMMENT ON COLUMN device_twin.reported IS 'what the device said of itself last: firmware, hardware, model, interval_s; registered values are those of telemetry.device';
