-- How long each part of an incident takes, and how long it may take.
CREATE TABLE incident_clock (
    incident_id bigint NOT NULL REFERENCES incident,
    clock       text NOT NULL CHECK (clock IN ('QUEUE', 'DISPATCH', 'TRAVEL', 'ON_SCENE', 'RESOLUTION')),
    started_at  timestamptz NOT NULL,
    due_at      timestamptz,
    stopped_at  timestamptz,
    paused_s    bigint NOT NULL DEFAULT 0,
    overdue_at  timestamptz,
    PRIMARY KEY (incident_id, clock)
);
CREATE INDEX incident_clock_due ON incident_clock (due_at) WHERE stopped_at IS NULL AND overdue_at IS NULL;
COMMENT ON TABLE incident_clock IS 'QUEUE: awareness to verified; DISPATCH: to the first unit sent; TRAVEL: to on scene; ON_SCENE: to done; RESOLUTION: all of it. The first four follow each other, so they add up to the last';
COMMENT ON COLUMN incident_clock.paused_s IS 'seconds it stood still between started_at and stopped_at; they do not count, and move due_at';
INSERT INTO incident_clock (incident_id, clock, started_at)
SELECT incident_id, clock, opened_at FROM incident
CROSS JOIN LATERAL (SELECT 'RESOLUTION' AS clock UNION ALL SELECT CASE state WHEN 'BARU' THEN 'QUEUE'
    WHEN 'DIVERIFIKASI' THEN 'DISPATCH' WHEN 'DITUGASKAN' THEN 'TRAVEL' WHEN 'MENUJU_LOKASI' THEN 'TRAVEL'
    ELSE 'ON_SCENE' END) AS running
WHERE state IN ('BARU', 'DIVERIFIKASI', 'DITUGASKAN', 'MENUJU_LOKASI', 'DI_LOKASI', 'DITANGANI');

CREATE TABLE clock_target (
    priority   text NOT NULL CHECK (priority IN ('P1', 'P2', 'P3', 'P4')),
    clock      text NOT NULL CHECK (clock IN ('QUEUE', 'DISPATCH', 'TRAVEL', 'ON_SCENE', 'RESOLUTION')),
    valid_from timestamptz NOT NULL,
    kind       text NOT NULL CHECK (kind IN ('SECONDS', 'WORKING_DAYS', 'SAME_SHIFT', 'NONE')),
    amount     int CHECK (amount > 0),
    status     text NOT NULL CHECK (status IN ('PROPOSED', 'ADOPTED')),
    source     text NOT NULL,
    set_by     text NOT NULL,
    PRIMARY KEY (priority, clock, valid_from),
    CHECK ((amount IS NOT NULL) = (kind IN ('SECONDS', 'WORKING_DAYS')))
);
COMMENT ON TABLE clock_target IS 'The version in force when a clock is set counts. SECONDS and WORKING_DAYS run from first awareness, SAME_SHIFT from the start of the clock';
INSERT INTO clock_target (priority, clock, valid_from, kind, amount, status, source, set_by) VALUES
    ('P1', 'QUEUE', '2020-01-01Z', 'SECONDS', 60, 'PROPOSED', 'usulan (proposal): verified within 1 min', 'sistem'),
    ('P1', 'DISPATCH', '2020-01-01Z', 'SECONDS', 60, 'PROPOSED', 'usulan (proposal) after NFPA 1221 (2002): 95 % within 60 s', 'sistem'),
    ('P1', 'TRAVEL', '2020-01-01Z', 'SECONDS', 600, 'PROPOSED', 'usulan (proposal) after Surabaya 112: 10 min, at most 15', 'sistem'),
    ('P2', 'QUEUE', '2020-01-01Z', 'SECONDS', 300, 'PROPOSED', 'usulan (proposal)', 'sistem'),
    ('P2', 'DISPATCH', '2020-01-01Z', 'SECONDS', 300, 'PROPOSED', 'usulan (proposal)', 'sistem'),
    ('P2', 'TRAVEL', '2020-01-01Z', 'SECONDS', 1200, 'PROPOSED', 'usulan (proposal)', 'sistem'),
    ('P3', 'QUEUE', '2020-01-01Z', 'SECONDS', 3600, 'PROPOSED', 'usulan (proposal)', 'sistem'),
    ('P3', 'DISPATCH', '2020-01-01Z', 'SECONDS', 7200, 'PROPOSED', 'usulan (proposal)', 'sistem'),
    ('P3', 'TRAVEL', '2020-01-01Z', 'SAME_SHIFT', NULL, 'PROPOSED', 'usulan (proposal)', 'sistem'),
    ('P4', 'QUEUE', '2020-01-01Z', 'WORKING_DAYS', 3, 'PROPOSED', 'usulan (proposal) after SP4N-LAPOR!: 3 working days', 'sistem');

CREATE TABLE pause_reason (
    code       text PRIMARY KEY,
    name       text NOT NULL,
    priorities text[] NOT NULL CHECK (NOT 'P1' = ANY (priorities)),
    status     text NOT NULL CHECK (status IN ('PROPOSED', 'ADOPTED')),
    active     boolean NOT NULL DEFAULT true
);
COMMENT ON COLUMN pause_reason.priorities IS 'whose clocks it may stop; never those of P1';
INSERT INTO pause_reason (code, name, priorities, status) VALUES
    ('MENUNGGU_PELAPOR', 'Menunggu keterangan pelapor (waiting for the reporter)', '{P3,P4}', 'PROPOSED'),
    ('MENUNGGU_OPD', 'Menunggu perangkat daerah lain (waiting for another agency)', '{P2,P3,P4}', 'PROPOSED'),
    ('TENGGAT_TEGURAN', 'Tenggat surat teguran berjalan (a written warning is running)', '{P4}', 'PROPOSED');

CREATE TABLE incident_pause (
    pause_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    incident_id bigint NOT NULL REFERENCES incident,
    reason      text NOT NULL REFERENCES pause_reason,
    from_at     timestamptz NOT NULL,
    paused_by   text NOT NULL,
    until_at    timestamptz,
    resumed_by  text
);
CREATE UNIQUE INDEX one_pause ON incident_pause (incident_id) WHERE until_at IS NULL;

CREATE TABLE shift_hours (
    name      text PRIMARY KEY,
    starts_at time NOT NULL UNIQUE,
    status    text NOT NULL CHECK (status IN ('PROPOSED', 'ADOPTED'))
);
COMMENT ON TABLE shift_hours IS 'When each shift starts, WIB; it ends when the next one starts';
INSERT INTO shift_hours VALUES ('PAGI', '07:00', 'PROPOSED'), ('SIANG', '15:00', 'PROPOSED'), ('MALAM', '23:00', 'PROPOSED');

CREATE TABLE holiday (
    day      date PRIMARY KEY,
    name     text NOT NULL,
    kind     text NOT NULL CHECK (kind IN ('NASIONAL', 'CUTI_BERSAMA')),
    source   text NOT NULL,
    added_by text NOT NULL
);
COMMENT ON TABLE holiday IS 'Days that are no working days besides Saturday and Sunday; loaded yearly';
INSERT INTO holiday (day, name, kind, source, added_by)
SELECT day::date, name, 'NASIONAL', 'SKB 3 Menteri 19-09-2025', 'sistem' FROM (VALUES
    ('2026-01-01', 'Tahun Baru 2026 Masehi'),
    ('2026-01-16', 'Isra Mikraj Nabi Muhammad SAW'),
    ('2026-02-17', 'Tahun Baru Imlek 2577 Kongzili'),
    ('2026-03-19', 'Hari Suci Nyepi (Tahun Baru Saka 1948)'),
    ('2026-03-21', 'Idulfitri 1447 Hijriah'),
    ('2026-03-22', 'Idulfitri 1447 Hijriah'),
    ('2026-04-03', 'Wafat Yesus Kristus'),
    ('2026-04-05', 'Kebangkitan Yesus Kristus (Paskah)'),
    ('2026-05-01', 'Hari Buruh Internasional'),
    ('2026-05-14', 'Kenaikan Yesus Kristus'),
    ('2026-05-27', 'Iduladha 1447 Hijriah'),
    ('2026-05-31', 'Hari Raya Waisak 2570 BE'),
    ('2026-06-01', 'Hari Lahir Pancasila'),
    ('2026-06-16', 'Tahun Baru Islam 1448 Hijriah'),
    ('2026-08-17', 'Proklamasi Kemerdekaan'),
    ('2026-08-25', 'Maulid Nabi Muhammad SAW'),
    ('2026-12-25', 'Kelahiran Yesus Kristus (Natal)')) AS listed (day, name);
