-- TimescaleDB: one chunk a day. Chunks are made as rows arrive, for any day.
SELECT create_hypertable('message', 'received_at', chunk_time_interval => INTERVAL '1 day', create_default_indexes => false);
SELECT create_hypertable(t::regclass, 'observed_at', chunk_time_interval => INTERVAL '1 day', create_default_indexes => false)
FROM unnest(ARRAY['flood_reading', 'gps_position', 'cctv_health', 'wifi_health', 'measurement', 'device_event']) AS t;
