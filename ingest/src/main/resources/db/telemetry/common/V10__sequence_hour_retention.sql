-- An hour's counts go with the readings they describe; what is known of older hours is then nothing, not silence.
INSERT INTO retained VALUES ('sequence_hour', 'reading', 'hour', 'device_id', false, NULL);
CREATE INDEX sequence_hour_time ON sequence_hour USING brin (hour) WITH (pages_per_range = 32, autosummarize = on);
