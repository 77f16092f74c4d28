package id.siaga.commandcenter.incident;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.calendar.Holidays;
import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** {@code command.clock_target}: for each priority and clock the version in force. */
final class Targets {

    private Targets() {
    }

    static Target inForce(Connection connection, Priority priority, ClockName clock, Instant at) throws SQLException {
        Optional<ObjectNode> row = Statements.row(connection,
                """
                SELECT kind, amount FROM command.clock_target WHERE priority = ? AND clock = ? AND valid_from <= ?
                ORDER BY valid_from DESC LIMIT 1""", priority.name(), clock.name(), at);
        int amount = row.map(target -> target.path("amount").intValue()).orElse(0);
        return switch (row.map(target -> target.path("kind").asText()).orElse("NONE")) {
            case "SECONDS" -> new Target.Within(Duration.ofSeconds(amount));
            case "WORKING_DAYS" -> new Target.WorkingDays(amount, Holidays.calendar(connection, at));
            case "SAME_SHIFT" -> new Target.SameShift(Holidays.shifts(connection));
            default -> new Target.None();
        };
    }
}
