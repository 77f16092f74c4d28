package id.siaga.commandcenter.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.sql.Database;
import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Who is appointed to what, by a decree and for a time (Perwal Bekasi SIPPP P.17(b)). History is never rewritten: a
 * grant is ended.
 *
 * @param home the agency whose people a PENGELOLA_ADMIN appoints (SIPPP P.16(3))
 */
public record Appointments(Database database, String home, Clock clock) {
    private static final Set<Role> BY_PENGELOLA = Set.of(Role.OPERATOR, Role.KORLAP, Role.PETUGAS, Role.TIM_TAKSIR);

    /** @param decree what it rests on */
    public record Wanted(Grant grant, Decree decree, Instant from, Instant until) {
    }

    /** @param date as yyyy-mm-dd */
    public record Decree(String type, String number, String date) {
    }

    public List<ObjectNode> history(String user) {
        return database.rows("SELECT * FROM command.grant_json WHERE \"user\" = ? ORDER BY id DESC", user);
    }

    public ObjectNode give(String user, Wanted wanted, Account by) {
        mayHandle(user, wanted.grant().role(), by);
        return database.transaction(connection -> {
            Administrators.turn(connection);
            ObjectNode account = Statements.row(connection, """
                                                            SELECT account_id, agency FROM command.account
                                                            WHERE user_name = ? AND status = 'ACTIVE'
                                                              AND category = 'INTERNAL'""", user)
                    .orElseThrow(() -> Denial.missing("akun aktif (active account) " + user));
            mayAppointFrom(account.path("agency").asText(), by);
            long id = account.path("account_id").longValue();
            oneKecamatan(connection, id, wanted);
            notTwice(connection, id, wanted);
            return insert(connection, id, wanted, by.user());
        });
    }

    private static void mayHandle(String user, Role role, Account by) {
        if (user.equals(by.user())) {
            throw Denial.forbidden("Tidak untuk diri sendiri (nobody appoints themselves)");
        }
        if (!by.holds(Role.ADMIN_PUSAT) && !BY_PENGELOLA.contains(role)) {
            throw Denial.forbidden("Hanya ADMIN_PUSAT memberi peran ini (only ADMIN_PUSAT appoints to) " + role);
        }
    }

    private void mayAppointFrom(String agency, Account by) {
        if (!by.holds(Role.ADMIN_PUSAT) && !agency.equals(home)) {
            throw Denial.forbidden("Hanya akun (only accounts of) " + home);
        }
    }

    /** A field coordinator has one kecamatan at a time. */
    private static void oneKecamatan(Connection connection, long account, Wanted wanted) throws SQLException {
        if (wanted.grant().role() != Role.KORLAP) {
            return;
        }
        boolean other = Statements
                .row(connection, """
                                 SELECT 1 AS one FROM command.role_grant
                                 WHERE account_id = ? AND role = 'KORLAP' AND revoked_at IS NULL
                                   AND valid_from < ? AND valid_until > ?""", account, wanted.until(), wanted.from())
                .isPresent();
        if (other) {
            throw Denial.conflict("korlap-elsewhere",
                    "Sudah Korlap pada masa itu; cabut dahulu (is Korlap already in that time; revoke first)");
        }
    }

    /** Whoever revokes one would not see that there is another. */
    private static void notTwice(Connection connection, long account, Wanted wanted) throws SQLException {
        boolean already = Statements.row(connection,
                """
                SELECT 1 AS one FROM command.role_grant
                WHERE account_id = ? AND role = ? AND kecamatan_code IS NOT DISTINCT FROM ?::text
                  AND agency IS NOT DISTINCT FROM ?::text AND revoked_at IS NULL AND valid_from < ? AND valid_until > ?""",
                account, wanted.grant().role().name(), wanted.grant().kecamatan().orElse(null),
                wanted.grant().agency().orElse(null), wanted.until(), wanted.from()).isPresent();
        if (already) {
            throw Denial.conflict("already-appointed",
                    "Sudah punya peran ini pada masa itu (holds this role there in that time already)");
        }
    }

    private ObjectNode insert(Connection connection, long account, Wanted wanted, String by) throws SQLException {
        long id = Statements.only(connection,
                """
                INSERT INTO command.role_grant (account_id, role, kecamatan_code, agency, decree_type, decree_number,
                    decree_date, valid_from, valid_until, granted_by, granted_at)
                VALUES (?, ?, ?, ?, ?, ?, ?::date, ?, ?, ?, ?) RETURNING grant_id""", account,
                wanted.grant().role().name(), wanted.grant().kecamatan().orElse(null),
                wanted.grant().agency().orElse(null), wanted.decree().type(), wanted.decree().number(),
                wanted.decree().date(), wanted.from(), wanted.until(), by, clock.instant()).path("grant_id")
                .longValue();
        return Statements.only(connection, "SELECT * FROM command.grant_json WHERE id = ?", id);
    }

    public ObjectNode revoke(String user, long id, String reason, Account by) {
        return database.transaction(connection -> {
            Administrators.turn(connection);
            ObjectNode grant = Statements.row(connection, """
                                                          SELECT g.*, a.agency AS of_agency FROM command.grant_json g
                                                          JOIN command.account a ON a.user_name = g."user"
                                                          WHERE g.id = ? AND g."user" = ?""", id, user)
                    .orElseThrow(() -> Denial.missing("peran (grant) " + id));
            if (!user.equals(by.user())) {
                mayHandle(user, Role.valueOf(grant.path("role").asText()), by);
            }
            mayAppointFrom(grant.path("of_agency").asText(), by);
            Statements.execute(connection, """
                                           UPDATE command.role_grant SET revoked_at = ?, revoked_by = ?,
                                               revoke_reason = ?
                                           WHERE grant_id = ? AND revoked_at IS NULL""", clock.instant(), by.user(),
                    reason, id);
            Administrators.remain(connection);
            return Statements.only(connection, "SELECT * FROM command.grant_json WHERE id = ?", id);
        });
    }
}
