package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.sql.Database;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a login of the engineers' dashboards may read, that it may do nothing else, and that it cannot take for ever. */
class ReadOnlyRoleTest {
    private static final String LOGIN = "reader_" + UUID.randomUUID().toString().replace("-", "");
    private static final String DENIED = "42501";
    /** Stored sums behind the views that people read, one of each for each view. */
    private static final String RELATIONS = """
                                            SELECT nspname || '.' || relname AS name
                                            FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
                                            WHERE nspname IN ('telemetry', 'command') AND relkind IN ('r', 'p', 'v', 'm', 'f')
                                                AND NOT relispartition AND relname !~ '_1[mhd]_(kept|sums)$'""";
    private static ScratchDatabase scratch;
    private static Database database;

    @BeforeAll
    static void makeLogin() throws SQLException {
        scratch = new ScratchDatabase();
        scratch.migrateCommand();
        database = scratch.database();
        database.execute("CREATE ROLE " + LOGIN + " LOGIN PASSWORD 'reader'");
        limit();
    }

    @AfterAll
    static void dropLogin() throws SQLException {
        database.execute("DROP OWNED BY " + LOGIN);
        database.execute("DROP ROLE " + LOGIN);
        scratch.close();
    }

    private static void limit() {
        database.rows("SELECT telemetry.limit_reader(?, 5)::text AS done", LOGIN);
    }

    private static Connection login() throws SQLException {
        String url = scratch.source().getJdbcUrl().replaceFirst("\\?.*", "");
        return DriverManager.getConnection(url, LOGIN, "reader");
    }

    private static Set<String> names(String sql) {
        return database.rows(sql).stream().map(row -> row.path("name").asText())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> readable() {
        Set<String> all = names("SELECT 'telemetry.' || relation AS name FROM telemetry.readable");
        all.addAll(names("SELECT 'command.' || relation AS name FROM command.readable"));
        return all;
    }

    private static Set<String> hidden() throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(Objects.requireNonNull(
                ReadOnlyRoleTest.class.getResourceAsStream("hidden-from-grafana.txt")), StandardCharsets.UTF_8))) {
            return lines.lines().filter(line -> !line.startsWith("#")).map(line -> line.replaceFirst(" .*", ""))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static void attempt(String sql) throws SQLException {
        try (Connection connection = login(); Statement statement = connection.createStatement()) {
            statement.execute("SET default_transaction_read_only = off");
            statement.execute(sql);
        }
    }

    private static void assertDenied(String sql) {
        assertThatThrownBy(() -> attempt(sql)).as(sql).isInstanceOfSatisfying(SQLException.class,
                refusal -> assertThat(refusal.getSQLState()).isEqualTo(DENIED));
    }

    @Test
    void everyRelationIsInExactlyOneList() throws IOException {
        Set<String> listed = readable();
        Set<String> hidden = hidden();
        assertThat(listed).doesNotContainAnyElementsOf(hidden);
        listed.addAll(hidden);
        assertThat(names(RELATIONS)).as("readable (V37, V60) or hidden-from-grafana.txt").isSubsetOf(listed);
        listed.remove("telemetry.rollup_dirty");
        assertThat(listed).as("listed, but there is no such relation").isSubsetOf(names(RELATIONS));
    }

    @Test
    void whatIsListedCanBeReadAndNothingElse() throws SQLException, IOException {
        List<ObjectNode> listed = database
                .rows("""
                      SELECT 'telemetry.' || relation AS name, array_to_string(columns, ', ') AS columns
                      FROM telemetry.readable
                      UNION ALL SELECT 'command.' || relation, array_to_string(columns, ', ')
                      FROM command.readable""");
        assertThat(listed).hasSizeGreaterThan(80);
        try (Connection connection = login(); Statement statement = connection.createStatement()) {
            for (ObjectNode each : listed) {
                statement.execute("SELECT %s FROM %s LIMIT 1".formatted(each.path("columns").asText("*")
                        .replace("null", "*"), each.path("name").asText()));
            }
        }
        hidden().stream().filter(names(RELATIONS)::contains).forEach(name -> assertDenied("SELECT FROM " + name));
    }

    @Test
    void columnsThatAreNotListedAreRefused() {
        List<ObjectNode> columns = database
                .rows("""
                      SELECT format('SELECT %I FROM %I.%I', attname, listed.nspname, relname) AS query
                      FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
                          JOIN pg_namespace ON pg_namespace.oid = relnamespace
                          JOIN (SELECT 'telemetry' AS nspname, * FROM telemetry.readable
                              UNION ALL SELECT 'command', * FROM command.readable) AS listed
                              ON listed.nspname = pg_namespace.nspname AND relation = relname
                      WHERE attnum > 0 AND NOT attisdropped AND NOT attname = ANY (columns)""");
        assertThat(columns).extracting(row -> row.path("query").asText()).contains(
                "SELECT latest FROM telemetry.device_state", "SELECT detail FROM telemetry.quarantine",
                "SELECT payload FROM telemetry.quarantine", "SELECT user_name FROM telemetry.connection_refusal",
                "SELECT title FROM command.incident", "SELECT actor FROM command.incident_timeline");
        columns.forEach(row -> assertDenied(row.path("query").asText()));
    }

    @Test
    void namesAndPlacesOfWhatMovesAreNotShown() throws SQLException {
        database.execute("""
                         INSERT INTO telemetry.device (device_id, kind, name, status, latitude, longitude) VALUES
                             ('gps-1', 'gps', 'Telepon Pak Budi', 'active', -6.2, 107),
                             ('fl-1', 'flood', 'P2C', 'active', -6.3, 106.97)""");
        database.execute(
                """
                INSERT INTO telemetry.measurement SELECT 'gps-1', now(), metric, '', now(), 0, 2048, 1, -96.2
                FROM unnest(ARRAY['position.latitude', 'position.longitude', 'course', 'fuel.volume']) AS metric""");
        assertThat(shown("SELECT name, latitude FROM shown_device ORDER BY device_id"))
                .containsExactly("P2C|-6.3", "gps-1|null");
        assertThat(shown("SELECT metric, number FROM shown_measurement")).containsExactly("fuel.volume|-96.2");
    }

    private static List<String> shown(String sql) throws SQLException {
        try (Connection connection = login();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            List<String> all = new ArrayList<>();
            while (rows.next()) {
                all.add(rows.getString(1) + "|" + rows.getString(2));
            }
            return all;
        }
    }

    @Test
    void nothingCanBeWritten() throws SQLException {
        assertThat(
                names("""
                      SELECT relname || ' ' || privilege AS name FROM pg_class, pg_namespace,
                          unnest(ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) AS privilege
                      WHERE pg_namespace.oid = relnamespace AND nspname IN ('telemetry', 'command')
                          AND relkind IN ('r', 'p', 'v', 'm')
                          AND has_table_privilege('%1$s', pg_class.oid, privilege)""".formatted(LOGIN))).isEmpty();
        assertThat(names(
                """
                SELECT sequencename AS name FROM pg_sequences WHERE schemaname IN ('telemetry', 'command')
                    AND has_sequence_privilege('%s', format('%%I.%%I', schemaname, sequencename), 'USAGE, UPDATE')"""
                        .formatted(LOGIN)))
                .isEmpty();
        assertDenied("DELETE FROM telemetry.flood_reading");
        assertDenied("UPDATE command.incident SET priority = 'P4'");
        assertDenied("CREATE TABLE telemetry.mine (a int)");
        assertDenied("SELECT telemetry.queue_command('fl-1', 'reboot', '{}', 'me', now())");
        assertDenied("SELECT telemetry.redeem_claim('ABC', ''::bytea)");
        assertThatThrownBy(() -> {
            try (Connection connection = login(); Statement statement = connection.createStatement()) {
                statement.execute("CREATE TEMPORARY TABLE mine (a int)");
                statement.execute("INSERT INTO telemetry.river_post (post) VALUES ('X')");
            }
        }).isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25006"));
    }

    @Test
    void aLongStatementEnds() throws SQLException {
        assertThat(
                shown("SELECT current_setting('statement_timeout'), current_setting('default_transaction_read_only')"))
                .containsExactly("30s|on");
        database.execute("UPDATE telemetry.reader_setting SET value = '200ms' WHERE name = 'statement_timeout'");
        limit();
        try {
            assertThatThrownBy(
                    () -> shown("SELECT count(*), 1 FROM generate_series(1, 100000) a, generate_series(1, 100000) b"))
                    .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
        } finally {
            database.execute("UPDATE telemetry.reader_setting SET value = '30s' WHERE name = 'statement_timeout'");
            limit();
        }
    }

    @Test
    void noMoreConnectionsThanAllowed() throws SQLException {
        List<Connection> open = new ArrayList<>();
        try {
            assertThatThrownBy(() -> {
                for (int i = 0; i < 6; i++) {
                    open.add(login());
                }
            }).isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("53300"));
            assertThat(open).hasSize(5);
        } finally {
            for (Connection each : open) {
                each.close();
            }
        }
    }
}
