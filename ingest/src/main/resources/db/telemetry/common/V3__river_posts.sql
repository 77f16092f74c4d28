-- Posts and bands as published; every band carries its source and how sure it is. Coordinates are not published
-- anywhere: the place notes say so.
INSERT INTO river_post (post, name, river, role, latitude, longitude, place_note, sort_order) VALUES
    ('CILEUNGSI', 'Hulu Cileungsi', 'Kali Cileungsi', 'upstream', -6.3990, 106.9640, 'perkiraan, di luar kota (Kab. Bogor)', 1),
    ('CIKEAS', 'Hulu Cikeas', 'Kali Cikeas', 'upstream', -6.3960, 106.9330, 'perkiraan, di luar kota (Kab. Bogor)', 2),
    ('P2C', 'P2C Pondok Gede Permai', 'Kali Bekasi', 'city', -6.3000, 106.9700, 'perkiraan, Kelurahan Jatirasa', 3),
    ('KATULAMPA', 'Bendung Katulampa', 'Ciliwung', 'reference', -6.6330, 106.8370, 'perkiraan, Kota Bogor; tidak terhubung ke Kali Bekasi', 4);

INSERT INTO river_threshold (post, level, above_mm, valid_from, source, status) VALUES
    ('P2C', 'SIAGA_3', 3500, '2021-01-01Z', 'KP2C, pers 11 Feb 2026', 'PRESS'),
    ('P2C', 'SIAGA_2', 4500, '2021-01-01Z', 'KP2C, pers 11 Feb 2026', 'PRESS'),
    ('P2C', 'SIAGA_1', 5500, '2021-01-01Z', 'KP2C, pers 11 Feb 2026', 'PRESS'),
    ('CILEUNGSI', 'SIAGA_3', 1000, '2021-01-01Z', 'batas normal: pers 2021-2026', 'PRESS'),
    ('CILEUNGSI', 'SIAGA_2', 2000, '2021-01-01Z', 'usulan; BPBD memberi peringatan pada 200 cm', 'UNVERIFIED'),
    ('CILEUNGSI', 'SIAGA_1', 3000, '2021-01-01Z', 'usulan; KP2C memberi peringatan pada 300 cm', 'UNVERIFIED'),
    ('CIKEAS', 'SIAGA_3', 2000, '2021-01-01Z', 'batas normal: pers 2021-2026', 'PRESS'),
    ('CIKEAS', 'SIAGA_2', 3000, '2021-01-01Z', 'usulan', 'UNVERIFIED'),
    ('CIKEAS', 'SIAGA_1', 4000, '2021-01-01Z', 'usulan', 'UNVERIFIED'),
    ('KATULAMPA', 'SIAGA_3', 800, '2014-01-01Z', 'Dinas PU DKI, 21 Jan 2014', 'PRESS'),
    ('KATULAMPA', 'SIAGA_2', 1500, '2014-01-01Z', 'Dinas PU DKI, 21 Jan 2014', 'PRESS'),
    ('KATULAMPA', 'SIAGA_1', 2000, '2014-01-01Z', 'Dinas PU DKI, 21 Jan 2014', 'PRESS');
