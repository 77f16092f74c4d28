package id.siaga.commandcenter.calendar;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.sql.Database;
import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The table of days off, loaded yearly when the three ministers have decreed them, and the hours of shifts. */
public record Holidays(Database database) {

    /** A day off and where that is written. */
    public record Holiday(LocalDate day, String name, String kind, String source) {
    }

    /** All days off from the day before {@code from}. */
    public static WorkingCalendar calendar(Connection connection, Instant from) throws SQLException {
        return new WorkingCalendar(Statements
                .rows(connection, """
                                  SELECT day::text AS day FROM command.holiday
                                  WHERE day >= (?::timestamptz - interval '1 day')::date""",
                        from)
                .stream().map(row -> LocalDate.parse(row.path("day").asText()))
                .collect(Collectors.toUnmodifiableSet()));
    }

    public static Shifts shifts(Connection connection) throws SQLException {
        return new Shifts(Statements.rows(connection, "SELECT starts_at::text AS starts_at FROM command.shift_hours")
                .stream().map(row -> LocalTime.parse(row.path("starts_at").asText()))
                .collect(Collectors.toCollection(TreeSet::new)));
    }

    public List<ObjectNode> of(int year) {
        return database.rows("""
                             SELECT day::text AS day, name, kind, source, added_by FROM command.holiday
                             WHERE extract(year FROM day) = ? ORDER BY day""", year);
    }

    /** Adds days, or corrects what is said of them. */
    public void load(List<Holiday> days, String user) {
        database.transaction(connection -> {
            for (Holiday each : days) {
                Statements.execute(connection,
                        """
                        INSERT INTO command.holiday (day, name, kind, source, added_by) VALUES (?, ?, ?, ?, ?)
                        ON CONFLICT (day) DO UPDATE SET name = EXCLUDED.name, kind = EXCLUDED.kind,
                            source = EXCLUDED.source, added_by = EXCLUDED.added_by""", each.day(), each.name(),
                        each.kind(), each.source(), user);
            }
            return days.size();
        });
    }

    /** Whether there was one to take away. */
    public boolean remove(LocalDate day) {
        return database.execute("DELETE FROM command.holiday WHERE day = ?", day) == 1;
    }
}
