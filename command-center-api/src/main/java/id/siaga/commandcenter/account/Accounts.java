package id.siaga.commandcenter.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.sql.Database;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Coming in: with user name and password, and a one-time code where the account asks for one. */
public record Accounts(Database database, Failures failures, Lifetimes lifetimes, OneTimeCodes codes, Clock clock) {
    public static final String ADMINISTRATOR = "admin";
    /** Until the city has appointed its own people, somebody has to be able to do everything. */
    private static final String[] FIRST_ROLES = {"ADMIN_PUSAT", "TEKNISI", "PENGELOLA_ADMIN", "OPERATOR",
            "KEPALA_SATPOL_PP"};

    public static Accounts open(Database database, LoginPolicy policy, Lifetimes lifetimes, OneTimeCodes codes,
            Clock clock) {
        return new Accounts(database, new Failures(database, policy, clock), lifetimes, codes, clock);
    }

    /** What somebody typed; {@code code} is empty when none was asked for yet. */
    public record Attempt(String user, String password, Optional<String> code) {
    }

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

    public Login login(Attempt attempt, Origin origin) {
        Optional<Instant> pause = failures.pausedUntil(attempt.user(), origin.address());
        if (pause.isPresent()) {
            return new Login.Paused(pause.get());
        }
        Optional<ObjectNode> account = database.row("""
                                                    SELECT account_id, password_hash,
                                                        totp_confirmed_at IS NOT NULL AS totp
                                                    FROM command.account
                                                    WHERE user_name = ? AND status = 'ACTIVE'
                                                      AND password_hash IS NOT NULL""", attempt.user());
        boolean matches = account.map(row -> Passwords.matches(attempt.password(), row.path("password_hash").asText()))
                .orElseGet(() -> Passwords.matchesNobody(attempt.password()));
        return account.isPresent() && matches ? withCode(account.get(), attempt, origin) : refused(attempt, origin);
    }

    private Login withCode(ObjectNode account, Attempt attempt, Origin origin) {
        long id = account.path("account_id").longValue();
        if (account.path("totp").booleanValue()) {
            if (attempt.code().isEmpty()) {
                return new Login.CodeNeeded();
            }
            if (!codes.takes(id, attempt.code().get())) {
                return refused(attempt, origin);
            }
        }
        failures.clear(attempt.user(), origin.address());
        return granted(id, origin);
    }

    private Login.Granted granted(long accountId, Origin origin) {
        Lifetimes.Lifetime life = lifetimes.of(rolesOf(accountId).toList());
        Tokens.Made made = database.transaction(connection -> Tokens.make(connection,
                Tokens.Wanted.login(accountId), origin, clock.instant(), life));
        return new Login.Granted(made.token(), made.expiresAt());
    }

    /** A session for whom somebody else has vouched: {@code subject} as in {@code account.oidc_subject}. */
    public Login vouched(String subject, Origin origin) {
        Optional<Long> account = database
                .row("SELECT account_id FROM command.account WHERE oidc_subject = ? AND status = 'ACTIVE'", subject)
                .map(row -> row.path("account_id").longValue());
        if (account.isEmpty()) {
            return new Login.Refused();
        }
        Login.Granted granted = granted(account.get(), origin);
        database.execute("UPDATE command.session SET by_password = false WHERE token_sha256 = ?",
                Secrets.sha256(granted.token()));
        return granted;
    }

    private Stream<Role> rolesOf(long accountId) {
        List<ObjectNode> rows = database.rows("SELECT grants FROM command.account_json WHERE id = ?", accountId);
        return rows.stream().flatMap(row -> StreamSupport.stream(row.path("grants").spliterator(), false))
                .map(grant -> Role.valueOf(grant.path("role").asText()));
    }

    private Login refused(Attempt attempt, Origin origin) {
        failures.count(attempt.user(), origin.address());
        return new Login.Refused();
    }

    /** Forgets failures that no longer count. */
    public void forget() {
        failures.forget();
    }
}
