package id.siaga.commandcenter.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.sql.Database;
import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * When somebody leaves: requested, then done within a working day (Perwal Bekasi BDC P.11(4)). Sessions, tokens and
 * roles end, the profile is minimised, open work goes to the successor. What they did keeps their user name.
 */
public record Offboardings(Database database, OpenWork work, Clock clock) {
    private static final ZoneId WIB = ZoneId.of("Asia/Jakarta");

    public void request(String user, String reason, Optional<String> successor, String by) {
        if (successor.filter(user::equals).isPresent()) {
            throw Denial.invalid("successor", "orang lain (somebody else)");
        }
        Instant now = clock.instant();
        database.transaction(connection -> {
            long account = id(connection, user, "user");
            Long heir = successor.isPresent() ? Long.valueOf(id(connection, successor.get(), "successor")) : null;
            return Statements.execute(connection,
                    """
                    INSERT INTO command.offboarding (account_id, reason, successor_id, requested_at, requested_by, due_at)
                    VALUES (?, ?, ?, ?, ?, ?)
                    ON CONFLICT (account_id) DO UPDATE SET reason = excluded.reason,
                        successor_id = excluded.successor_id""",
                    account, reason, heir, now, by, nextWorkingDay(now));
        });
    }

    /** The same hour of the next day that is neither Saturday nor Sunday. */
    static Instant nextWorkingDay(Instant now) {
        ZonedDateTime day = now.atZone(WIB).plusDays(1);
        while (day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY) {
            day = day.plusDays(1);
        }
        return day.toInstant();
    }

    private static long id(Connection connection, String user, String field) throws SQLException {
        return Statements.row(connection, """
                                          SELECT account_id FROM command.account
                                          WHERE user_name = ? AND status = 'ACTIVE' AND category = 'INTERNAL'""", user)
                .map(row -> row.path("account_id").longValue())
                .orElseThrow(() -> field.equals("user")
                        ? Denial.missing("akun aktif (active account) " + user)
                        : Denial.invalid(field, "bukan akun aktif (no active account)"));
    }

    public void complete(String user, String by) {
        Instant now = clock.instant();
        database.transaction(connection -> {
            Administrators.turn(connection);
            ObjectNode asked = Statements.row(connection, """
                                                          UPDATE command.offboarding o SET done_at = ?, done_by = ?
                                                          FROM command.account a
                                                          WHERE a.account_id = o.account_id AND a.user_name = ?
                                                            AND o.done_at IS NULL
                                                          RETURNING o.account_id, o.successor_id""", now, by, user)
                    .orElseThrow(() -> Denial.conflict("not-requested",
                            "Belum diminta atau sudah selesai (not requested, or done)"));
            end(connection, asked, user, by);
            Administrators.remain(connection);
            return asked;
        });
    }

    private void end(Connection connection, ObjectNode asked, String user, String by) throws SQLException {
        Instant now = clock.instant();
        long account = asked.path("account_id").longValue();
        Long successor = asked.path("successor_id").isNull() ? null : asked.path("successor_id").longValue();
        if (successor != null) {
            work.pass(connection, new OpenWork.Succession(account, user, successor, by));
        }
        Sessions.end(connection, user, 0, now, by);
        Statements.execute(connection, """
                                       UPDATE command.role_grant SET revoked_at = ?, revoked_by = ?,
                                           revoke_reason = 'offboarding'
                                       WHERE account_id = ? AND revoked_at IS NULL""", now, by, account);
        Statements.execute(connection, "DELETE FROM command.recovery_code WHERE account_id = ?", account);
        Statements.execute(connection,
                """
                UPDATE command.account SET status = 'DEACTIVATED', display_name = '', email = NULL, phone = NULL,
                    password_hash = NULL, totp_sealed = NULL, totp_confirmed_at = NULL, oidc_subject = NULL,
                    successor_id = ?, updated_at = ?, version = version + 1
                WHERE account_id = ?""", successor, now, account);
    }
}
