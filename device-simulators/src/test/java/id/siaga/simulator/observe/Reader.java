package id.siaga.simulator.observe;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Asks the panels' questions as the login does that a deployer makes for Grafana. */
final class Reader implements AutoCloseable {

    private static final String LOGIN = "reader_" + UUID.randomUUID().toString().replace("-", "");

    private final Connection owner;
    private final Connection reader;
    private final boolean timescale;

    private Reader(Connection owner, Connection reader, boolean timescale) {
        this.owner = owner;
        this.reader = reader;
        this.timescale = timescale;
    }

    /** Names and rows of an answer. */
    record Table(List<String> columns, List<String> types, List<List<@Nullable Object>> rows) {
    }

    /** Makes the login by the commands of deploy/README.md. */
    static Reader of(String ownersUrl) throws SQLException {
        Connection owner = DriverManager.getConnection(ownersUrl);
        try (Statement statement = owner.createStatement()) {
            statement.execute("CREATE ROLE " + LOGIN + " LOGIN PASSWORD 'reader'");
            statement.execute("SELECT telemetry.limit_reader('" + LOGIN + "', 10)");
            try (ResultSet row = statement
                    .executeQuery("SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'timescaledb')")) {
                row.next();
                return new Reader(owner, DriverManager.getConnection(ownersUrl.replaceFirst("\\?.*", ""), LOGIN,
                        "reader"), row.getBoolean(1));
            }
        }
    }

    Table rows(String sql) throws SQLException {
        try (Statement statement = reader.createStatement(); ResultSet result = statement.executeQuery(sql)) {
            ResultSetMetaData meta = result.getMetaData();
            List<String> columns = new ArrayList<>();
            List<String> types = new ArrayList<>();
            for (int i = 1; i <= meta.getColumnCount(); i++) {
                columns.add(meta.getColumnLabel(i));
                types.add(meta.getColumnTypeName(i));
            }
            List<List<@Nullable Object>> rows = new ArrayList<>();
            while (result.next()) {
                List<@Nullable Object> row = new ArrayList<>();
                for (int i = 1; i <= columns.size(); i++) {
                    row.add(result.getObject(i));
                }
                rows.add(row);
            }
            return new Table(columns, types, rows);
        }
    }

    /** The last hour, with every value of every variable, as a person sees it who opens the dashboard. */
    GrafanaSql of(Dashboard dashboard) throws SQLException {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Map<String, List<String>> chosen = new HashMap<>();
        GrafanaSql sql = new GrafanaSql(now.minusSeconds(3_600), now, Duration.ofSeconds(20), timescale, chosen);
        for (JsonNode variable : dashboard.variables()) {
            List<String> offered = variable.path("type").asText().equals("query")
                    ? values(rows(sql.expanded(variable.path("query").asText())))
                    : custom(variable);
            boolean several = variable.path("includeAll").asBoolean();
            chosen.put(variable.path("name").asText(), several ? offered : offered.subList(0, 1));
        }
        // What is simulated is left out unless asked for, and here everything is.
        chosen.computeIfPresent("simulasi", (name, values) -> List.of("true"));
        return sql;
    }

    private static List<String> values(Table table) {
        int value = Math.max(0, table.columns().indexOf("__value"));
        return table.rows().stream().map(row -> String.valueOf(row.get(value))).toList();
    }

    private static List<String> custom(JsonNode variable) {
        List<String> values = new ArrayList<>();
        for (String option : variable.path("query").asText().split(",")) {
            values.add(option.substring(option.indexOf(':') + 1).strip());
        }
        return values;
    }

    @Override
    public void close() throws SQLException {
        reader.close();
        if (!owner.isValid(2)) {
            return; // the database was killed, and goes with its test
        }
        try (owner; Statement statement = owner.createStatement()) {
            statement.execute("DROP OWNED BY " + LOGIN);
            statement.execute("DROP ROLE " + LOGIN);
        }
    }
}
