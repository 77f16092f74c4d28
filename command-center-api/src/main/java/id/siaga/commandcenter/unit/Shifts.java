package id.siaga.commandcenter.unit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.account.Scope;
import id.siaga.commandcenter.sql.Database;
import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which crew is on which unit, when. Nobody is on two shifts at once, and no unit has two crews: exclusion constraints.
 *
 * @param rest between two shifts of one person; less needs a reason
 */
public record Shifts(Database database, Duration rest) {
    private static final String SHIFT = """
                                        SELECT s.shift_id AS id, s.crew_id, c.name AS crew, s.unit_id, u.call_sign,
                                               s.starts_at, s.ends_at, s.short_rest_reason, s.entered_by, s.cancelled_at
                                        FROM command.shift s JOIN command.crew c USING (crew_id)
                                        JOIN command.unit u USING (unit_id)
                                        """;

    public record Spec(long crewId, long unitId, Instant startsAt, Instant endsAt, Optional<String> shortRestReason) {
    }

    /** How an entry ended. */
    public sealed interface Entered {
        record Done(ObjectNode shift) implements Entered {
        }

        record UnknownUnitOrCrew() implements Entered {
        }

        /** Of these people, and no reason was given. */
        record ShortRest(String users) implements Entered {
        }
    }

    public List<ObjectNode> shifts(Scope scope, Instant from, Instant to, long before, int limit) {
        return database.rows(SHIFT + """
                                     WHERE s.shift_id < ? AND (?::text[] IS NULL OR u.kecamatan_code = ANY (?))
                                       AND s.ends_at > ? AND s.starts_at < ?
                                     ORDER BY s.shift_id DESC LIMIT ?""", before, scope.codes(), scope.codes(), from,
                to, limit);
    }

    /** Throws a duplicate or an exclusion violation when somebody, or the unit, is on another shift then. */
    public Entered enter(Scope scope, Spec spec, String actor) {
        return database.transaction(connection -> {
            if (!areKnown(connection, scope, spec)) {
                return new Entered.UnknownUnitOrCrew();
            }
            String tired = tired(connection, spec);
            return tired.isEmpty() || spec.shortRestReason().isPresent()
                    ? new Entered.Done(entered(connection, spec, actor))
                    : new Entered.ShortRest(tired);
        });
    }

    private static boolean areKnown(Connection connection, Scope scope, Spec spec) throws SQLException {
        return Statements.row(connection,
                """
                SELECT 1 FROM command.unit u, command.crew c
                WHERE u.unit_id = ? AND u.active AND c.crew_id = ?
                  AND (?::text[] IS NULL OR (u.kecamatan_code = ANY (?) AND c.kecamatan_code = ANY (?)))
                FOR UPDATE""", spec.unitId(), spec.crewId(), scope.codes(), scope.codes(), scope.codes()).isPresent();
    }

    private String tired(Connection connection, Spec spec) throws SQLException {
        return Statements.rows(connection,
                """
                SELECT DISTINCT a.user_name FROM command.crew_member m
                JOIN command.shift_member p USING (account_id) JOIN command.account a USING (account_id)
                WHERE m.crew_id = ? AND p.ends_at > ?::timestamptz - make_interval(secs => ?)
                  AND p.starts_at < ?::timestamptz + make_interval(secs => ?)
                ORDER BY 1""", spec.crewId(), spec.startsAt(), (double) rest.toSeconds(), spec.endsAt(),
                (double) rest.toSeconds()).stream().map(row -> row.path("user_name").asText())
                .collect(Collectors.joining(", "));
    }

    private static ObjectNode entered(Connection connection, Spec spec, String actor) throws SQLException {
        long id = Statements.only(connection,
                """
                INSERT INTO command.shift (crew_id, unit_id, starts_at, ends_at, short_rest_reason, entered_by)
                VALUES (?, ?, ?, ?, ?, ?) RETURNING shift_id""", spec.crewId(), spec.unitId(), spec.startsAt(),
                spec.endsAt(), spec.shortRestReason().orElse(null), actor).path("shift_id").longValue();
        Statements.execute(connection, """
                                       INSERT INTO command.shift_member
                                       SELECT ?, account_id, ?, ?, lead, qualifications
                                       FROM command.crew_member WHERE crew_id = ?""", id, spec.startsAt(),
                spec.endsAt(), spec.crewId());
        stir(connection, spec.unitId());
        return Statements.only(connection, SHIFT + "WHERE s.shift_id = ?", id);
    }

    /** It stays on record; what is over is not cancelled. */
    public Optional<ObjectNode> cancel(Scope scope, long id) {
        return database.transaction(connection -> {
            Optional<ObjectNode> cancelled = Statements.row(connection,
                    """
                    UPDATE command.shift s SET cancelled_at = now() FROM command.unit u
                    WHERE u.unit_id = s.unit_id AND s.shift_id = ? AND s.cancelled_at IS NULL AND s.ends_at > now()
                      AND (?::text[] IS NULL OR u.kecamatan_code = ANY (?))
                    RETURNING s.shift_id, s.unit_id""", id, scope.codes(), scope.codes());
            if (cancelled.isEmpty()) {
                return Optional.empty();
            }
            Statements.execute(connection, "DELETE FROM command.shift_member WHERE shift_id = ?", id);
            stir(connection, cancelled.get().path("unit_id").longValue());
            return Optional.of(Statements.only(connection, SHIFT + "WHERE s.shift_id = ?", id));
        });
    }

    private static void stir(Connection connection, long unitId) throws SQLException {
        Statements.execute(connection, "UPDATE command.unit SET judge_at = '-infinity' WHERE unit_id = ?", unitId);
        Statements.execute(connection, "SELECT pg_notify('siaga_unit', '')");
    }
}
