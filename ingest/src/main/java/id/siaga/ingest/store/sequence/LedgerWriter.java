package id.siaga.ingest.store.sequence;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;

import id.siaga.ingest.store.Flight;

/** Writes devices' accounts into the open transaction: sessions as they now are, hourly counts on top of what is there. */
final class LedgerWriter {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

    private static final String SESSIONS = """
                                           INSERT INTO telemetry.sequence_session AS known (device_id, session, began_at, first_number,
                                               highest_number, counter_bits, missing, lost, device_began_at, device_time, message_id)
                                           SELECT * FROM json_to_recordset(?::json) AS told (device_id text, session bigint, began_at timestamptz,
                                               first_number bigint, highest_number bigint, counter_bits smallint, missing bigint, lost bigint,
                                               device_began_at timestamptz, device_time timestamptz, message_id bigint)
                                           ON CONFLICT (device_id, session) DO UPDATE SET
                                               first_number = excluded.first_number,
                                               highest_number = excluded.highest_number,
                                               counter_bits = excluded.counter_bits,
                                               missing = excluded.missing,
                                               lost = excluded.lost,
                                               device_began_at = excluded.device_began_at,
                                               device_time = excluded.device_time,
                                               message_id = excluded.message_id""";

    private static final String FORGOTTEN_GAPS = """
                                                 DELETE FROM telemetry.sequence_gap AS gap
                                                 USING json_to_recordset(?::json) AS told (device_id text, session bigint)
                                                 WHERE gap.device_id = told.device_id AND gap.session = told.session""";

    private static final String GAPS = """
                                       INSERT INTO telemetry.sequence_gap (device_id, session, from_number, to_number, observed_at, opened_at)
                                       SELECT * FROM json_to_recordset(?::json) AS told (device_id text, session bigint, from_number bigint,
                                           to_number bigint, observed_at timestamptz, opened_at timestamptz)""";

    private static final String HOURS = """
                                        INSERT INTO telemetry.sequence_hour AS known (device_id, hour, numbers, missing, duplicates, late,
                                            samples, clock_skewed)
                                        SELECT * FROM json_to_recordset(?::json) AS told (device_id text, hour timestamptz, numbers bigint,
                                            missing bigint, duplicates bigint, late bigint, samples bigint, clock_skewed bigint)
                                        ON CONFLICT (device_id, hour) DO UPDATE SET
                                            numbers = known.numbers + excluded.numbers,
                                            missing = known.missing + excluded.missing,
                                            duplicates = known.duplicates + excluded.duplicates,
                                            late = known.late + excluded.late,
                                            samples = known.samples + excluded.samples,
                                            clock_skewed = known.clock_skewed + excluded.clock_skewed""";

    private static final String OLD_SESSIONS = """
                                               DELETE FROM telemetry.sequence_session AS known
                                               USING json_to_recordset(?::json) AS told (device_id text, session bigint)
                                               WHERE known.device_id = told.device_id AND known.session <= told.session AND known.session > 0""";

    private LedgerWriter() {
    }

    static void write(Connection connection, List<DeviceAccount> accounts, int sessionsKept) throws SQLException {
        LedgerRows rows = LedgerRows.of(accounts, sessionsKept);
        Flight flight = new Flight();
        board(flight, SESSIONS, rows.sessions());
        board(flight, FORGOTTEN_GAPS, rows.regapped());
        board(flight, GAPS, rows.gaps());
        board(flight, HOURS, rows.hours());
        board(flight, OLD_SESSIONS, rows.outlived());
        flight.fly(connection, Flight.Ending.OPEN);
    }

    private static void board(Flight flight, String sql, List<?> rows) {
        if (!rows.isEmpty()) {
            String json = json(rows);
            flight.add(sql, (statement, first) -> {
                statement.setString(first, json);
                return first + 1;
            });
        }
    }

    private static String json(List<?> rows) {
        try {
            return JSON.writeValueAsString(rows);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("rows of texts and numbers are always JSON", e);
        }
    }
}
