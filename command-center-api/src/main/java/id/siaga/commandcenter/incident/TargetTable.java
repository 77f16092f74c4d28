package id.siaga.commandcenter.incident;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.sql.Database;
import id.siaga.commandcenter.sql.Statements;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The versions of each priority's targets. A version is never changed; the next one takes its place from now on. */
public record TargetTable(Database database, Clock clock) {

    /** What a target is given in. */
    public enum Kind {
        SECONDS, WORKING_DAYS, SAME_SHIFT, NONE;

        public static Optional<Kind> named(String name) {
            return Arrays.stream(values()).filter(kind -> kind.name().equals(name)).findFirst();
        }

        /** Whether it needs an amount. */
        public boolean counts() {
            return this == SECONDS || this == WORKING_DAYS;
        }
    }

    /** What holds from now on, and where that is written. */
    public record Version(Kind kind, Optional<Integer> amount, String source) {
    }

    public List<ObjectNode> all() {
        return database.rows("""
                             SELECT priority, clock, valid_from, kind, amount, status, source, set_by
                             FROM command.clock_target ORDER BY priority, clock, valid_from""");
    }

    /** Empty when there is no such priority or clock. Clocks that run keep their deadline. */
    public Optional<ObjectNode> set(String priority, String clockName, Version version, String user) {
        if (Priority.named(priority).isEmpty()
                || Arrays.stream(ClockName.values()).noneMatch(each -> each.name().equals(clockName))) {
            return Optional.empty();
        }
        return database.transaction(connection -> Statements.row(connection,
                """
                INSERT INTO command.clock_target (priority, clock, valid_from, kind, amount, status, source, set_by)
                VALUES (?, ?, ?, ?, ?, 'ADOPTED', ?, ?)
                RETURNING priority, clock, valid_from, kind, amount, status, source, set_by""", priority, clockName,
                clock.instant(), version.kind().name(), version.amount().orElse(null), version.source(), user));
    }
}
