package id.siaga.commandcenter.account;

import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;

/** Somebody who can appoint others must always be left. */
final class Administrators {

    private Administrators() {
    }

    /** Changes of appointments wait for each other, so that two administrators cannot remove each other at once. */
    static void turn(Connection connection) throws SQLException {
        Statements.row(connection, """
                                   SELECT pg_advisory_xact_lock(hashtext('command.role_grant'))::text AS turn""");
    }

    /** Call after the change, in its transaction. */
    static void remain(Connection connection) throws SQLException {
        boolean any = Statements
                .row(connection,
                        """
                        SELECT 1 AS one FROM command.account_json
                        WHERE status = 'ACTIVE' AND (local_login OR oidc_subject IS NOT NULL)
                          AND grants @> '[{"role": "ADMIN_PUSAT"}]' LIMIT 1""")
                .isPresent();
        if (!any) {
            throw Denial.conflict("last-administrator",
                    "ADMIN_PUSAT terakhir tidak dapat dilepas (the last one cannot be removed)");
        }
    }
}
