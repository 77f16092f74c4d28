-- What is violated, and by which article: the code list of incidents' categories and the legal-basis register.
CREATE TABLE violation_type (
    code        text PRIMARY KEY CHECK (code ~ '^[A-Z]{3}$'),
    name        text NOT NULL,
    description text NOT NULL,
    status      text NOT NULL CHECK (status IN ('PROPOSED', 'ADOPTED')),
    recode      boolean NOT NULL DEFAULT false,
    active      boolean NOT NULL DEFAULT true
);
COMMENT ON COLUMN violation_type.recode IS 'a stop-gap: verification must name the true one';
COMMENT ON COLUMN violation_type.status IS 'PROPOSED: union of regional public-order rules, adopted by nobody yet';
INSERT INTO violation_type (code, name, description, status) VALUES
    ('TJL', 'Tertib jalan dan trotoar', 'PKL di jalan atau trotoar, penghalangan, galian tanpa izin (street vendors, obstruction, digging without permit)', 'PROPOSED'),
    ('TPK', 'Tertib parkir dan angkutan', 'parkir liar, terminal atau pangkalan ojek liar (illegal parking, wild terminals)', 'PROPOSED'),
    ('TJH', 'Jalur hijau, taman, tempat umum', 'vandalisme, perusakan, berkemah di taman (vandalism, damage)', 'PROPOSED'),
    ('TSG', 'Sungai, saluran, sumber air', 'bangunan di sempadan atau di atas saluran, buang sampah ke sungai (river borders, dumping)', 'PROPOSED'),
    ('TLK', 'Lingkungan', 'sampah, pembakaran, kebisingan, bau, hewan lepas (litter, burning, noise, stray animals)', 'PROPOSED'),
    ('TUS', 'Tempat usaha, PKL, toko', 'tanpa izin, jam buka, jarak minimarket (permits, opening hours)', 'PROPOSED'),
    ('TBG', 'Bangunan dan penghuni', 'bangunan liar, tanpa persetujuan, menduduki tanah negara (illegal buildings)', 'PROPOSED'),
    ('TRK', 'Reklame dan alat peraga', 'spanduk atau papan liar, alat peraga kampanye (illegal banners)', 'PROPOSED'),
    ('TSO', 'Sosial', 'gepeng, PMKS, pengamen, anak jalanan, asusila, ODGJ (social order)', 'PROPOSED'),
    ('TKS', 'Kesehatan dan kawasan tanpa rokok', 'kawasan tanpa rokok, praktik tanpa izin (smoke-free zones)', 'PROPOSED'),
    ('THK', 'Hiburan dan keramaian', 'jam hiburan, keramaian tanpa izin (entertainment, events)', 'PROPOSED'),
    ('TMR', 'Minuman keras dan cukai ilegal', 'miras, rokok tanpa cukai (alcohol, illegal excise)', 'PROPOSED'),
    ('TTR', 'Tata ruang', 'penggunaan yang menyalahi peruntukan (use against zoning)', 'PROPOSED'),
    ('TPL', 'Disiplin pelajar dan ASN', 'pelajar atau ASN di luar pada jam belajar atau kerja (truancy)', 'PROPOSED'),
    ('TUR', 'Unjuk rasa dan kerusuhan', 'unjuk rasa, kerusuhan massa (demonstrations, riots)', 'PROPOSED'),
    ('TAS', 'Pengamanan aset pemerintah', 'pencurian atau perusakan perangkat, penyusupan (theft, intrusion)', 'PROPOSED'),
    ('TBN', 'Ketertiban dampak bencana', 'banjir: penutupan jalan, evakuasi, pengendalian massa, jaga rumah kosong (flood)', 'PROPOSED'),
    ('TKP', 'Keselamatan petugas', 'tombol panik, petugas dalam bahaya (officer in distress)', 'PROPOSED'),
    ('TLN', 'Lainnya', 'harus dikodekan ulang saat verifikasi (other, re-coded at verification)', 'PROPOSED');
UPDATE violation_type SET recode = true WHERE code = 'TLN';
UPDATE incident SET category = 'TLN' WHERE category NOT IN (SELECT code FROM violation_type);
ALTER TABLE incident ADD FOREIGN KEY (category) REFERENCES violation_type;

CREATE TABLE legal_basis (
    legal_basis_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    type           text NOT NULL CHECK (type IN ('UU', 'PP', 'PERMENDAGRI', 'PERDA', 'PERKADA')),
    number         text NOT NULL,
    year           int NOT NULL CHECK (year BETWEEN 1945 AND 2200),
    title          text NOT NULL,
    printed_as     text,
    valid_from     date,
    valid_until    date,
    verified       boolean NOT NULL DEFAULT false,
    verified_by    text,
    note           text,
    recorded_by    text NOT NULL,
    recorded_at    timestamptz NOT NULL DEFAULT now(),
    version        int NOT NULL DEFAULT 1,
    UNIQUE (type, number, year),
    CHECK (valid_until IS NULL OR valid_from IS NULL OR valid_until >= valid_from)
);
COMMENT ON COLUMN legal_basis.printed_as IS 'how the gazette prints it, where that differs';
COMMENT ON COLUMN legal_basis.verified IS 'a person has compared it with the gazette';
INSERT INTO legal_basis (type, number, year, title, note, recorded_by) VALUES
    ('PERDA', '10', 2011, 'Ketertiban, Kebersihan, dan Keindahan (K3) Kota Bekasi', 'BELUM DIVERIFIKASI (unverified): only title and preamble were seen', 'sistem'),
    ('PERDA', '2', 2023, 'Ketertiban Umum Kota Bekasi', 'BELUM DIVERIFIKASI (unverified): successor of 10/2011; articles to be loaded and checked by a person', 'sistem');

CREATE TABLE legal_article (
    article_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    legal_basis_id bigint NOT NULL REFERENCES legal_basis,
    article        text NOT NULL,
    summary        text NOT NULL,
    violation_code text NOT NULL REFERENCES violation_type,
    recorded_by    text NOT NULL,
    recorded_at    timestamptz NOT NULL DEFAULT now(),
    UNIQUE (legal_basis_id, article, violation_code)
);

CREATE TABLE incident_violation (
    incident_id    bigint NOT NULL REFERENCES incident,
    violation_code text NOT NULL REFERENCES violation_type,
    article_id     bigint REFERENCES legal_article,
    found_by       text NOT NULL,
    found_at       timestamptz NOT NULL,
    UNIQUE NULLS NOT DISTINCT (incident_id, violation_code, article_id)
);
