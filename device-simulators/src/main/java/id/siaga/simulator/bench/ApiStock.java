package id.siaga.simulator.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A year's incidents, alerts, tickets and audit records in a database of their own, the same in each run, and an operator
 * of one kecamatan who reads them.
 */
record ApiStock(String databaseUrl) {

    static final int STORED = 100_000;
    static final int AUDITED = 1_000_000;
    static final String OPERATOR = "bench-operator";
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

    /** A thousand without an end, of a thousand devices. */
    private static final String ALERTS = """
                                         INSERT INTO telemetry.alert (rule_id, device_id, code, level, severity, opens, cause, title, value, unit,
                                             opened_at, changed_at, cleared_at, decided_at)
                                         SELECT 'bench-' || n % 20, 'bench-' || lpad((n::bigint * 7919 % 1000)::text, 4, '0'), 'BENCH', 'UJI',
                                             severities[1 + floor(cardinality(severities) * random())::int], 'nothing', 'bench/' || n,
                                             'Uji ' || n, round((100 * random())::numeric, 1), 'cm', at, at,
                                             CASE WHEN n <= :stored - 1000 THEN at + interval '20 minutes' END, at
                                         FROM (SELECT n, now() - make_interval(secs => 31536000.0 * (1 - n / :stored.0)) AS at
                                               FROM generate_series(1, :stored) n) made,
                                             (SELECT string_to_array('INFO INFO INFO INFO WARN WARN WARN CRIT CRIT', ' ') AS severities) words
                                         """;

    private static final String TICKETS = """
                                          INSERT INTO command.ticket (number, title, severity, state, cause, device_id, opened_at, updated_at, simulated)
                                          SELECT 'TKT-B-' || n, 'Kamera mati ' || n, 'WARN', CASE WHEN n % 200 = 0 THEN 'BUKA' ELSE 'SELESAI' END,
                                              'bench/' || n, 'bench-' || lpad((n % 1000)::text, 4, '0'), now(), now(), true
                                          FROM generate_series(1, :stored) n
                                          """;

    /** Of the newest one, as of a flood that rose and fell all night. */
    private static final String TIMELINE = """
                                           INSERT INTO command.incident_timeline (incident_id, at, recorded_at, actor, entry, text)
                                           SELECT incident_id, now(), now(), 'sistem', 'noted', 'Catatan ' || n
                                           FROM (SELECT max(incident_id) AS incident_id FROM command.incident) newest, generate_series(1, 500) n
                                           """;

    private static final String AUDIT = """
                                        INSERT INTO audit.record (seq, at, actor, roles, operation, address, purpose, action, object_type, object_id,
                                            detail, prev_sha256, sha256)
                                        SELECT last.seq + n, now() - make_interval(secs => 31.536 * (:stored - n)), 'orang-' || n % 200, 'OPERATOR',
                                            operations[1 + n % 5], '10.0.0.' || n % 250, '', 'read', types[1 + n % 5],
                                            (n::bigint * 7919 % 100000)::text, '{"query":{"open":"true"}}', sha256('bench'), sha256('bench')
                                        FROM (SELECT max(seq) AS seq FROM audit.record) last, generate_series(1, :stored) n,
                                            (SELECT string_to_array('incidents incident change_incident devices accounts', ' ') AS operations,
                                                 string_to_array('incident incident incident device account', ' ') AS types) words
                                        """;

    private static final String OPERATOR_ACCOUNT = """
                                                   INSERT INTO command.account (user_name, password_hash, created_at)
                                                   SELECT ':operator', password_hash, created_at FROM command.account WHERE user_name = ':admin';
                                                   INSERT INTO command.role_grant (account_id, role, kecamatan_code, decree_type, decree_number,
                                                       decree_date, valid_from, valid_until, granted_by, granted_at)
                                                   SELECT account_id, 'OPERATOR', '32.75.12', 'WALI_KOTA', '821/1', created_at::date, created_at,
                                                       'infinity', 'bench', created_at FROM command.account WHERE user_name = ':operator'
                                                   """;

    /** Stores it all; the operator has the password of {@code admin}. */
    void store(String admin) throws SQLException {
        try (Connection connection = DriverManager.getConnection(databaseUrl);
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT setseed(0.42)");
            // format() of SQL is in it, hence no formatted() of Java
            String incidents = INCIDENTS.replace("%1$d", Integer.toString(OPEN_SINCE)).replace("%2$d",
                    Integer.toString(STORED));
            unwatched(statement, "command.incident", "audit_change", incidents);
            unwatched(statement, "command.incident_timeline", "audit_change", TIMELINE);
            unwatched(statement, "command.ticket", "audit_change", of(STORED, TICKETS));
            statement.execute(of(STORED, ALERTS));
            unwatched(statement, "audit.record", "link", of(AUDITED, AUDIT));
            statement.execute(OPERATOR_ACCOUNT.replace(":operator", OPERATOR).replace(":admin", admin));
            statement.execute("VACUUM ANALYZE");
        }
    }

    private static String of(int stored, String rows) {
        return rows.replace(":stored", Integer.toString(stored));
    }

    /** Chaining a million records would take longer than all that is measured; whoever reads them does not look. */
    private static void unwatched(Statement statement, String table, String trigger, String rows) throws SQLException {
        statement.execute("ALTER TABLE %s DISABLE TRIGGER %s".formatted(table, trigger));
        statement.execute(rows);
        statement.execute("ALTER TABLE %s ENABLE ALWAYS TRIGGER %s".formatted(table, trigger));
    }
}
