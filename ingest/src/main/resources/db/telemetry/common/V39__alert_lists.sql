-- Alerts of one device, or of one severity, newest first, however many others there are.
CREATE INDEX alert_of_device ON alert (device_id, alert_id DESC);
CREATE INDEX alert_of_severity ON alert (severity, alert_id DESC);
