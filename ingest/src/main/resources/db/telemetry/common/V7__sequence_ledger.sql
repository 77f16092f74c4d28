-- What came and what did not, by the senders' own message counters. Derived from the messages: a few seconds behind
-- them while a process runs, made good from table message after a crash.
CREATE TABLE sequence_session (
    device_id       text NOT NULL,
    session         bigint NOT NULL,
    began_at        timestamptz NOT NULL,
    first_number    bigint,
    highest_number  bigint,
    counter_bits    smallint NOT NULL CHECK (counter_bits IN (0, 16, 32)),
    missing         bigint NOT NULL,
    lost            bigint NOT NULL,
    device_began_at timestamptz,
    device_time     timestamptz,
    message_id      bigint NOT NULL,
    PRIMARY KEY (device_id, session)
) WITH (fillfactor = 50);
COMMENT ON TABLE sequence_session IS 'A run of a device''s counter, from one start to the next; 0: the device counts nothing';
COMMENT ON COLUMN sequence_session.highest_number IS 'counted on over wraps: the sender''s own number is this modulo 2^counter_bits';
COMMENT ON COLUMN sequence_session.counter_bits IS '0 until the counter was seen to wrap';
COMMENT ON COLUMN sequence_session.missing IS 'numbers still waited for; their ranges are in sequence_gap';
COMMENT ON COLUMN sequence_session.lost IS 'numbers no longer waited for';
COMMENT ON COLUMN sequence_session.device_time IS 'device clock of the highest number, where it could be believed';
COMMENT ON COLUMN sequence_session.message_id IS 'the last message this row has counted';

CREATE TABLE sequence_gap (
    device_id   text NOT NULL,
    session     bigint NOT NULL,
    from_number bigint NOT NULL,
    to_number   bigint NOT NULL CHECK (to_number >= from_number),
    observed_at timestamptz NOT NULL,
    opened_at   timestamptz NOT NULL,
    PRIMARY KEY (device_id, session, from_number)
);
COMMENT ON COLUMN sequence_gap.observed_at IS 'time of the message above the gap: the hour in which the gap is counted';

CREATE TABLE sequence_hour (
    device_id    text NOT NULL,
    hour         timestamptz NOT NULL,
    numbers      bigint NOT NULL,
    missing      bigint NOT NULL,
    duplicates   bigint NOT NULL,
    late         bigint NOT NULL,
    samples      bigint NOT NULL,
    clock_skewed bigint NOT NULL,
    PRIMARY KEY (device_id, hour)
) WITH (fillfactor = 70);
COMMENT ON TABLE sequence_hour IS 'Per device and hour of event time; numbers + missing is what the counter says was sent';
COMMENT ON COLUMN sequence_hour.numbers IS 'different counter values that came';
COMMENT ON COLUMN sequence_hour.clock_skewed IS 'samples whose device clock was not believed';

CREATE TABLE sequence_writer (
    writer  smallint PRIMARY KEY,
    through bigint NOT NULL
) WITH (fillfactor = 10);
COMMENT ON TABLE sequence_writer IS 'Up to which message_id a live writer''s messages are counted; a row whose writer is gone is made good at the next start';

ALTER TABLE device ADD COLUMN receipts boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN device.receipts IS 'publish city/{kind}/{device_id}/receipt to the external broker for it';
