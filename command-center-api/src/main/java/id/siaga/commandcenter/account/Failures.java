package id.siaga.commandcenter.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.sql.Database;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** Counts failed logins, per user and address and per user over all addresses, and says when to pause. */
record Failures(Database database, LoginPolicy policy, Clock clock) {

    Optional<Instant> pausedUntil(String user, String address) {
        return hereSince(user, address).or(() -> everywhereSince(user, address))
                .map(since -> since.plus(policy.pause())).filter(until -> until.isAfter(clock.instant()));
    }

    private Optional<Instant> hereSince(String user, String address) {
        return database
                .row("""
                     SELECT last_at FROM command.login_failure WHERE user_name = ? AND address = ? AND failures >= ?""",
                        user, address, policy.failures())
                .map(Failures::last);
    }

    /** Guessing from many addresses pauses the account, but not where its owner is known to be. */
    private Optional<Instant> everywhereSince(String user, String address) {
        return database.row(
                """
                SELECT max(last_at) AS last_at FROM command.login_failure WHERE user_name = ? AND last_at > ?
                HAVING sum(failures) >= ? AND NOT EXISTS (
                    SELECT 1 FROM command.session s JOIN command.account a USING (account_id)
                    WHERE a.user_name = ? AND s.address = ?)""", user, clock.instant().minus(policy.pause()),
                policy.accountFailures(), user, address).map(Failures::last);
    }

    private static Instant last(ObjectNode row) {
        return Instant.parse(row.path("last_at").asText());
    }

    void count(String user, String address) {
        Instant now = clock.instant();
        database.execute(
                """
                INSERT INTO command.login_failure AS f (user_name, address, failures, last_at) VALUES (?, ?, 1, ?)
                ON CONFLICT (user_name, address) DO UPDATE SET last_at = excluded.last_at,
                    failures = CASE WHEN f.last_at < ? THEN 1 ELSE f.failures + 1 END""", user, address, now,
                now.minus(policy.pause()));
    }

    void clear(String user, String address) {
        database.execute("DELETE FROM command.login_failure WHERE user_name = ? AND address = ?", user, address);
    }

    /** Those that no longer count, and the oldest beyond what may be kept. */
    void forget() {
        database.execute("DELETE FROM command.login_failure WHERE last_at <= ?", clock.instant().minus(policy.pause()));
        database.execute("""
                         DELETE FROM command.login_failure WHERE (user_name, address) IN (
                             SELECT user_name, address FROM command.login_failure ORDER BY last_at DESC OFFSET ?)""",
                policy.kept());
    }
}
