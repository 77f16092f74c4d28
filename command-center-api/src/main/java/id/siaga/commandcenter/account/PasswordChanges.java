package id.siaga.commandcenter.account;

import id.siaga.commandcenter.sql.Database;
import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;

/** New passwords: one's own, or one drawn for somebody who must change it at the next login (Perwal Bekasi 52/2017 P.11). */
public record PasswordChanges(Database database, PasswordPolicy policy, Clock clock) {
    private static final int DRAWN = 20;

    static String drawn() {
        return Secrets.random().substring(0, DRAWN);
    }

    /** Ends every other session of the user. */
    public void change(String user, String old, String fresh, long session) {
        Optional<String> hash = database
                .row("SELECT password_hash FROM command.account WHERE user_name = ? AND password_hash IS NOT NULL",
                        user)
                .map(row -> row.path("password_hash").asText());
        if (hash.isEmpty() || !Passwords.matches(old, hash.get())) {
            throw Denial.invalid("old_password", "salah (wrong)");
        }
        if (old.equals(fresh)) {
            throw Denial.invalid("new_password", "sama dengan yang lama (same as the old one)");
        }
        policy.check("new_password", user, fresh);
        String hashed = Passwords.hash(fresh);
        database.transaction(connection -> {
            store(connection, user, hashed, false);
            return Sessions.end(connection, user, session, clock.instant(), user);
        });
    }

    /**
     * Draws a password for {@code user}, ends all sessions and lets logins in that were paused. For an administrator, or
     * for {@code siaga reset-password} on the machine itself.
     *
     * @return the password, this once; empty when there is no such person
     */
    public Optional<String> reset(String user, String by) {
        String password = drawn();
        String hashed = Passwords.hash(password);
        int changed = database.transaction(connection -> {
            int found = store(connection, user, hashed, true);
            Sessions.end(connection, user, 0, clock.instant(), by);
            Statements.execute(connection, "DELETE FROM command.login_failure WHERE user_name = ?", user);
            return found;
        });
        return changed == 1 ? Optional.of(password) : Optional.empty();
    }

    private int store(Connection connection, String user, String hash, Boolean mustChange)
            throws SQLException {
        return Statements.execute(connection, """
                                              UPDATE command.account SET password_hash = ?, must_change_password = ?,
                                                  updated_at = ?, version = version + 1
                                              WHERE user_name = ? AND status = 'ACTIVE' AND category = 'INTERNAL'""",
                hash, mustChange, clock.instant(), user);
    }
}
