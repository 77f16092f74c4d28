package id.siaga.commandcenter.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.sql.Database;
import id.siaga.commandcenter.sql.Statements;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Keeping somebody from acting for a time, with a reason and evidence (Perwal Bekasi SIPPP P.16(2)). */
public record Suspensions(Database database, Clock clock) {

    /** @param code a row of {@code suspension_reason} */
    public record Order(String code, String evidence, Duration duration) {
    }

    public List<ObjectNode> reasons() {
        return database.rows("SELECT reason_code, text FROM command.suspension_reason ORDER BY reason_code");
    }

    public ObjectNode suspend(String user, Order order, String by) {
        if (user.equals(by)) {
            throw Denial.forbidden("Tidak untuk diri sendiri (not oneself)");
        }
        if (reasons().stream().noneMatch(row -> row.path("reason_code").asText().equals(order.code()))) {
            throw Denial.invalid("reason_code", "tidak dikenal (unknown); " + reasons());
        }
        Instant now = clock.instant();
        return database.transaction(connection -> {
            Administrators.turn(connection);
            ObjectNode made = Statements.row(connection,
                    """
                    INSERT INTO command.suspension (account_id, reason_code, evidence, suspended_at, suspended_by, until)
                    SELECT account_id, ?, ?, ?, ?, ? FROM command.account
                    WHERE user_name = ? AND status = 'ACTIVE' AND category = 'INTERNAL'
                    RETURNING suspension_id AS id, reason_code, evidence, suspended_at, suspended_by, until""",
                    order.code(), order.evidence(), now, by, now.plus(order.duration()), user)
                    .orElseThrow(() -> Denial.missing("akun aktif (active account) " + user));
            Administrators.remain(connection);
            return made;
        });
    }

    /** Ends it before its time; whoever is suspended cannot do that for themselves. */
    public ObjectNode lift(String user, long id, String reason, String by) {
        if (user.equals(by)) {
            throw Denial.forbidden("Tidak untuk diri sendiri (not oneself)");
        }
        return database.transaction(connection -> Statements.row(connection,
                """
                UPDATE command.suspension s SET lifted_at = coalesce(lifted_at, ?), lifted_by = coalesce(lifted_by, ?),
                    lift_reason = coalesce(lift_reason, ?)
                FROM command.account a
                WHERE a.account_id = s.account_id AND a.user_name = ? AND s.suspension_id = ?
                RETURNING s.suspension_id AS id, s.reason_code, s.evidence, s.suspended_at, s.suspended_by, s.until,
                    s.lifted_at, s.lifted_by, s.lift_reason""", clock.instant(), by, reason, user, id))
                .orElseThrow(() -> Denial.missing("penangguhan (suspension) " + id));
    }
}
