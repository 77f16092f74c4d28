package id.siaga.commandcenter.incident;

import id.siaga.commandcenter.account.Account;
import id.siaga.commandcenter.account.Role;
import id.siaga.commandcenter.account.Scope;
import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;

/** An officer moves what a unit was sent to on which he is on shift, and nothing else. */
public final class OnDuty {

    private OnDuty() {
    }

    /** Whether {@code roles} may make this transition for no other reason than being on the spot. */
    static boolean isDemanded(Transition transition, Set<Role> roles) {
        return transition.roles().stream().filter(roles::contains).allMatch(Role.PETUGAS::equals);
    }

    /** Who else may make it. */
    static Set<Role> others(Transition transition) {
        return transition.roles().stream().filter(role -> role != Role.PETUGAS).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Whether {@code who} may show that the incident is over.
     *
     * @param others roles that need not be on the spot
     */
    public static boolean lets(Connection connection, long incidentId, Account who, Set<Role> others, Instant now)
            throws SQLException {
        Scope scope = who.scope(others);
        return Statements
                .row(connection, """
                                 SELECT 1 FROM command.incident
                                 WHERE incident_id = ?
                                   AND (?::text[] IS NULL OR array_append(shared_with, kecamatan_code) && ?)""",
                        incidentId, scope.codes(), scope.codes())
                .isPresent() || is(connection, incidentId, who.id(), now);
    }

    /** Whether a unit is on the incident now on which the account is on shift. */
    static boolean is(Connection connection, long incidentId, long accountId, Instant now) throws SQLException {
        return Statements.row(connection,
                """
                SELECT 1 FROM command.assignment a JOIN command.shift s USING (unit_id)
                JOIN command.shift_member m USING (shift_id)
                WHERE a.incident_id = ? AND a.cleared_at IS NULL AND m.account_id = ? AND s.cancelled_at IS NULL
                  AND s.starts_at <= ? AND s.ends_at > a.assigned_at LIMIT 1""", incidentId, accountId, now)
                .isPresent();
    }
}
