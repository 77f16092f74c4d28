package id.siaga.commandcenter.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.sql.Database;
import id.siaga.commandcenter.sql.Statements;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Accounts and their sessions. */
public record Accounts(Database database, LoginPolicy policy, Clock clock) {
    public static final String ADMINISTRATOR = "admin";
    /** Until the city has appointed its own people, somebody has to be able to do everything. */
    private static final String[] FIRST_ROLES = {"ADMIN_PUSAT", "TEKNISI", "PENGELOLA_ADMIN", "OPERATOR",
            "KEPALA_SATPOL_PP"};

    /** Makes the administrator if there is no account yet and returns the generated password, this once. */
    public Optional<String> firstAdministrator() {
        String password = Secrets.random().substring(0, 20);
        Instant now = clock.instant();
        int made = database.execute(
                """
                WITH made AS (
                    INSERT INTO command.account (user_name, password_hash, created_at)
                    SELECT ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM command.account)
                    ON CONFLICT DO NOTHING RETURNING account_id)
                INSERT INTO command.role_grant (account_id, role, decree_type, decree_number, decree_date, valid_from,
                    granted_by, granted_at)
                SELECT account_id, role, 'AWAL', '-', ?::timestamptz::date, ?, 'sistem', ?
                FROM made, unnest(?) AS role""", ADMINISTRATOR, Passwords.hash(password), now, now, now, now,
                FIRST_ROLES);
        return made > 0 ? Optional.of(password) : Optional.empty();
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
        Instant now = clock.instant();
        return database.row(
                """
                SELECT a.account_id, a.user_name, coalesce(g.grants, '[]') AS grants
                FROM command.session s JOIN command.account a USING (account_id)
                CROSS JOIN LATERAL (
                    SELECT jsonb_agg(jsonb_build_object('role', role, 'kecamatan', kecamatan_code, 'agency', agency)
                        ORDER BY grant_id) AS grants
                    FROM command.role_grant
                    WHERE account_id = a.account_id AND revoked_at IS NULL
                      AND valid_from <= ? AND (valid_until IS NULL OR valid_until > ?)) g
                WHERE s.token_sha256 = ? AND s.expires_at > ?""", now, now, Secrets.sha256(token), now)
                .map(Accounts::account);
    }

    private static Account account(ObjectNode row) {
        List<Grant> grants = new ArrayList<>();
        row.path("grants").forEach(each -> grants.add(new Grant(Role.valueOf(each.path("role").asText()),
                Optional.ofNullable(each.path("kecamatan").textValue()),
                Optional.ofNullable(each.path("agency").textValue()))));
        return new Account(row.path("account_id").longValue(), row.path("user_name").asText(), List.copyOf(grants));
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
