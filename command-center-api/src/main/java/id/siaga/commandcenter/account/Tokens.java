package id.siaga.commandcenter.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes sessions: a random token, stored as its SHA-256. */
final class Tokens {
    /** By which secret scanners and people know a leaked one. */
    static final String PREFIX = "siaga_";

    private Tokens() {
    }

    /** A token as it is given out, and the session it stands for. */
    record Made(String token, long sessionId, Instant expiresAt) {
    }

    /** What the session is to be; {@code roles} empty for all of the account's. */
    record Wanted(long accountId, Session.Kind kind, @Nullable String name, @Nullable String mode, List<Role> roles,
            Session.Reach reach) {

        static Wanted login(long accountId) {
            return new Wanted(accountId, Session.Kind.LOGIN, null, null, List.of(), Session.Reach.FULL);
        }
    }

    static Made make(Connection connection, Wanted wanted, Origin origin, Instant now, Lifetimes.Lifetime life)
            throws SQLException {
        String token = (wanted.kind() == Session.Kind.TOKEN ? PREFIX : "") + Secrets.random();
        Instant expires = now.plus(life.longest());
        ObjectNode row = Statements.only(connection,
                """
                INSERT INTO command.session (token_sha256, account_id, created_at, seen_at, expires_at, kind, name,
                    wall_mode, roles, read_only, idle_s, address, user_agent)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, nullif(?::text[], '{}'), ?, ?, ?, ?) RETURNING session_id""",
                Secrets.sha256(token), wanted.accountId(), now, now, expires, wanted.kind().name(), wanted.name(),
                wanted.mode(), wanted.roles().stream().map(Role::name).toArray(String[]::new),
                wanted.reach() != Session.Reach.FULL, life.idle().toSeconds(), origin.address(),
                origin.shownAgent());
        return new Made(token, row.path("session_id").longValue(), expires);
    }
}
