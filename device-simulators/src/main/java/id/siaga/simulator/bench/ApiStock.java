package id.siaga.simulator.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** A year's incidents in a database of their own, the same in each run, and a Korlap of one kecamatan who reads them. */
record ApiStock(String databaseUrl) {

    static final int STORED = 100_000;
    static final String KORLAP = "bench-korlap";
    private static final int OPEN_SINCE = STORED - 1_902;

    /**
     * A thousand are open: every other one of the newest, and now and then one that was left over. Of a hundred one is
     * shared with the next kecamatan.
     */
    private static final String INCIDENTS = """
                                            INSERT INTO command.incident (number, title, category, priority, state, cause, caused_at, opened_at,
                                                updated_at, clocks_from, kecamatan_code, kecamatan, kelurahan_code, kelurahan, place_approximate,
                                                simulated, source, overdue, shared_with)
                                            SELECT format('%s-%s-%s', category, to_char(at AT TIME ZONE 'Asia/Jakarta', 'YYYYMMDD'), lpad(n::text, 6, '0')),
                                                titles[1 + floor(cardinality(titles) * random())::int] || ' ' || names[place], category,
                                                priorities[1 + floor(cardinality(priorities) * random())::int],
                                                CASE WHEN open THEN open_states[1 + floor(cardinality(open_states) * random())::int]
                                                     ELSE over_states[1 + floor(cardinality(over_states) * random())::int] END,
                                                'bench/' || n, at, at, at, at, '32.75.' || lpad(place::text, 2, '0'), names[place],
                                                '32.75.' || lpad(place::text, 2, '0') || '.1001', names[place], false, true,
                                                sources[1 + floor(cardinality(sources) * random())::int], open AND random() < 0.2,
                                                CASE WHEN random() < 0.01 THEN ARRAY['32.75.' || lpad((1 + place % 12)::text, 2, '0')] ELSE '{}' END
                                            FROM (SELECT n, now() - make_interval(secs => 31536000.0 * (1 - n / %2$d.0)) AS at,
                                                      n % 2000 = 0 OR n > %1$d AND n % 2 = 0 AS open,
                                                      1 + floor(12 * power(random(), 1.5))::int AS place,
                                                      codes[1 + floor(cardinality(codes) * power(random(), 2))::int] AS category
                                                  FROM generate_series(1, %2$d) n,
                                                      (SELECT array_agg(code ORDER BY code) AS codes FROM command.violation_type) types) made,
                                                (SELECT ARRAY['Bekasi Timur', 'Bekasi Barat', 'Bekasi Utara', 'Bekasi Selatan', 'Rawalumbu',
                                                     'Medansatria', 'Bantargebang', 'Pondokgede', 'Jatiasih', 'Jatisampurna', 'Mustikajaya',
                                                     'Pondokmelati'] AS names,
                                                 ARRAY['Lapak di trotoar', 'Parkir liar', 'Sampah di saluran', 'Genangan', 'Spanduk liar',
                                                     'Keramaian tanpa izin', 'Bangunan di sempadan', 'Tombol panik'] AS titles,
                                                 string_to_array('P1 P2 P2 P2 P3 P3 P3 P3 P3 P4 P4 P4', ' ') AS priorities,
                                                 string_to_array('BARU DIVERIFIKASI DITUGASKAN MENUJU_LOKASI DI_LOKASI DITANGANI', ' ') AS open_states,
                                                 string_to_array('DITUTUP DITUTUP DITUTUP DITUTUP DITUTUP DITUTUP SELESAI DITOLAK DUPLIKAT DITERUSKAN',
                                                     ' ') AS over_states,
                                                 string_to_array('DEVICE DEVICE PATROL COMPLAINT COMPLAINT LAPOR CALL_CENTER', ' ') AS sources) words
                                            """;

    private static final String KORLAP_ACCOUNT = """
                                                 INSERT INTO command.account (user_name, password_hash, created_at)
                                                 SELECT ':korlap', password_hash, created_at FROM command.account WHERE user_name = ':admin';
                                                 INSERT INTO command.role_grant (account_id, role, kecamatan_code, decree_type, decree_number, decree_date,
                                                     valid_from, valid_until, granted_by, granted_at)
                                                 SELECT account_id, 'KORLAP', '32.75.12', 'WALI_KOTA', '821/1', created_at::date, created_at, 'infinity',
                                                     'bench', created_at FROM command.account WHERE user_name = ':korlap'
                                                 """;

    /** Stores it all; the Korlap has the password of {@code admin}. */
    void store(String admin) throws SQLException {
        try (Connection connection = DriverManager.getConnection(databaseUrl);
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT setseed(0.42)");
            // format() of SQL is in it, hence no formatted() of Java
            statement.execute(INCIDENTS.replace("%1$d", Integer.toString(OPEN_SINCE)).replace("%2$d",
                    Integer.toString(STORED)));
            statement.execute(KORLAP_ACCOUNT.replace(":korlap", KORLAP).replace(":admin", admin));
            statement.execute("VACUUM ANALYZE command.incident");
        }
    }
}
