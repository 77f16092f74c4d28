-- Checklists: what must be done about an incident of a category (Perwal Bekasi 71/2020 P.5(1)b, (3): follow-up done
-- according to the SOP; P.17 letter d: the SOP itself is set by decree). So the steps are data, in versions.

CREATE TABLE sop (
    sop_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    category   text NOT NULL,
    version    int NOT NULL,
    title      text NOT NULL,
    source     text NOT NULL,
    status     text NOT NULL CHECK (status IN ('VERIFIED', 'UNVERIFIED')),
    valid_from timestamptz NOT NULL,
    entered_by text NOT NULL,
    UNIQUE (category, version)
);

CREATE TABLE sop_step (
    sop_id    bigint NOT NULL REFERENCES sop,
    position  int NOT NULL CHECK (position > 0),
    text      text NOT NULL,
    mandatory boolean NOT NULL,
    PRIMARY KEY (sop_id, position)
);

CREATE TABLE incident_step (
    incident_id  bigint NOT NULL REFERENCES incident,
    position     int NOT NULL,
    sop_id       bigint NOT NULL REFERENCES sop,
    text         text NOT NULL,
    mandatory    boolean NOT NULL,
    done_at      timestamptz,
    done_by      text,
    note         text,
    waived_at    timestamptz,
    waived_by    text,
    waive_reason text,
    PRIMARY KEY (incident_id, position),
    CHECK ((waived_at IS NULL) = (waive_reason IS NULL))
);
COMMENT ON TABLE incident_step IS 'Copied when first asked for: a later version of the SOP does not change what was asked of those who worked';

CREATE VIEW sop_json AS
SELECT s.sop_id AS id, s.category, s.version, s.title, s.source, s.status, s.valid_from, s.entered_by,
       (SELECT jsonb_agg(jsonb_build_object('position', t.position, 'text', t.text, 'mandatory', t.mandatory)
                         ORDER BY t.position) FROM sop_step t WHERE t.sop_id = s.sop_id) AS steps
FROM sop s;

WITH shipped AS (
    INSERT INTO sop (category, version, title, source, status, valid_from, entered_by)
    SELECT category, 1, title, 'Usulan (proposed). Belum diverifikasi: SOP ditetapkan dengan keputusan kepala daerah, teksnya belum ada di sini (unverified)',
           'UNVERIFIED', '2026-01-01T00:00:00+07', 'sistem'
    FROM (VALUES ('TBN', 'Ketertiban dampak banjir'), ('TKP', 'Keselamatan petugas'),
                 ('TAS', 'Pengamanan aset pemerintah'), ('TJL', 'Tertib jalan dan trotoar')) AS v (category, title)
    RETURNING sop_id, category)
INSERT INTO sop_step
SELECT sop_id, v.position, v.text, v.mandatory
FROM shipped JOIN (VALUES
    ('TBN', 1, 'Beri tahu BPBD dan Korlap', true),
    ('TBN', 2, 'Tutup atau alihkan jalan yang tergenang', true),
    ('TBN', 3, 'Bantu evakuasi warga rentan', false),
    ('TBN', 4, 'Jaga rumah yang ditinggalkan', false),
    ('TBN', 5, 'Catat titik genangan dan tinggi air', true),
    ('TKP', 1, 'Hubungi petugas lewat radio atau telepon', true),
    ('TKP', 2, 'Kirim satuan terdekat', true),
    ('TKP', 3, 'Pastikan keadaan petugas di tempat', true),
    ('TKP', 4, 'Laporkan kepada Kepala Satuan', false),
    ('TAS', 1, 'Amankan lokasi', true),
    ('TAS', 2, 'Dokumentasikan kerusakan atau kehilangan', true),
    ('TAS', 3, 'Beri tahu pemilik aset', true),
    ('TAS', 4, 'Lapor kepada Polri bila ada tindak pidana', false),
    ('TJL', 1, 'Tunjukkan surat tugas', true),
    ('TJL', 2, 'Sampaikan teguran lisan', true),
    ('TJL', 3, 'Catat pelanggaran dan keadaan setelahnya', true),
    ('TJL', 4, 'Buat surat teguran bila diulangi', false)
) AS v (category, position, text, mandatory) USING (category);
