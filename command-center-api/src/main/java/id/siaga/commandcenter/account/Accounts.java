package id.siaga.commandcenter.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.sql.Database;
import id.siaga.commandcenter.sql.Statements;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** Accounts and their sessions. */
public record Accounts(Database database, LoginPolicy policy, Clock clock) {
    public static final String ADMINISTRATOR = "admin";

    /** Makes the administrator if there is no account yet and returns the generated password, this once. */
    public Optional<String> firstAdministrator() {
        String password = Secrets.random().substring(0, 20);
        int made = database.execute("""
                                    INSERT INTO command.account (user_name, role, password_hash, created_at)
                                    SELECT ?, 'administrator', ?, ? WHERE NOT EXISTS (SELECT 1 FROM command.account)
                                    ON CONFLICT DO NOTHING""", ADMINISTRATOR, Passwords.hash(password),
                clock.instant());
        return made == 1 ? Optional.of(password) : Optional.empty();
    }

    public Login login(String user, String password, String address) {
        Optional<Instant> pause = pausedUntil(user, address);
        if (pause.isPresent()) {
            return new Login.Paused(pause.get());
        }
        Optional<ObjectNode> account = database
                .row("""
                     SELECT account_id, password_hash FROM command.account WHERE user_name = ?""", user);
        boolean matches = account.map(row -> Passwords.matches(password, row.path("password_hash").asText()))
                .orElseGet(() -> Passwords.matchesNobody(password));
        return account.isPresent() && matches
                ? granted(account.get().path("account_id").longValue(), user, address)
                : refused(user, address);
    }

    private Optional<Instant> pausedUntil(String user, String address) {
        return database
                .row("""
                     SELECT last_at FROM command.login_failure WHERE user_name = ? AND address = ? AND failures >= ?""",
                        user, address, policy.failures())
                .map(row -> Instant.parse(row.path("last_at").asText()).plus(policy.pause()))
                .filter(until -> until.isAfter(clock.instant()));
    }

    private Login granted(long accountId, String user, String address) {
        String token = Secrets.random();
        Instant now = clock.instant();
        Instant expires = now.plus(policy.session());
        database.transaction(connection -> {
            Statements.execute(connection, """
                                           DELETE FROM command.login_failure WHERE user_name = ? AND address = ?""",
                    user, address);
            return Statements.execute(connection,
                    """
                    INSERT INTO command.session (token_sha256, account_id, created_at, expires_at)
                    VALUES (?, ?, ?, ?)""", Secrets.sha256(token), accountId, now, expires);
        });
        return new Login.Granted(token, expires);
    }

    private Login refused(String user, String address) {
        Instant now = clock.instant();
        database.execute(
                """
                INSERT INTO command.login_failure AS f (user_name, address, failures, last_at) VALUES (?, ?, 1, ?)
                ON CONFLICT (user_name, address) DO UPDATE SET last_at = excluded.last_at,
                    failures = CASE WHEN f.last_at < ? THEN 1 ELSE f.failures + 1 END""", user, address, now,
                now.minus(policy.pause()));
        return new Login.Refused();
    }

    /** Whose token this is, if it is valid now. */
    public Optional<Account> holder(String token) {
        return database.row("""
                            SELECT a.account_id, a.user_name, a.role
                            FROM command.session s JOIN command.account a USING (account_id)
                            WHERE s.token_sha256 = ? AND s.expires_at > ?""", Secrets.sha256(token), clock.instant())
                .map(row -> new Account(row.path("account_id").longValue(), row.path("user_name").asText(),
                        row.path("role").asText()));
    }

    public void logout(String token) {
        database.execute("DELETE FROM command.session WHERE token_sha256 = ?", Secrets.sha256(token));
    }

    /** Forgets sessions that ended and failures that no longer count. */
    public void forget() {
        Instant now = clock.instant();
        database.execute("DELETE FROM command.session WHERE expires_at <= ?", now);
        database.execute("DELETE FROM command.login_failure WHERE last_at <= ?", now.minus(policy.pause()));
    }
}
