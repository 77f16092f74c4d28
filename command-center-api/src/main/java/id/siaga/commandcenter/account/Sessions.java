package id.siaga.commandcenter.account;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toUnmodifiableMap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.sql.Database;
import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who shows which token. The database keeps only its SHA-256.
 *
 * @param seenEvery how exactly it is known when a session was last seen
 */
public record Sessions(Database database, Clock clock, Duration seenEvery) {

    /** Whose token this is, if it is good now. */
    public Optional<Session> holder(String token) {
        Instant now = clock.instant();
        Optional<ObjectNode> row = database.row("SELECT * FROM command.session_at(?) WHERE token_sha256 = ?", now,
                Secrets.sha256(token));
        row.filter(each -> Instant.parse(each.path("seen_at").asText()).plus(seenEvery).isBefore(now))
                .ifPresent(each -> seen(List.of(each.path("session_id").longValue()), now));
        return row.map(Sessions::session);
    }

    /** Those of {@code ids} that are still good, as they are now; looking on counts as being seen. */
    public Map<Long, Session> still(Collection<Long> ids) {
        Instant now = clock.instant();
        List<ObjectNode> rows = database.rows("""
                                              SELECT * FROM command.session_at(?)
                                              WHERE session_id = ANY (string_to_array(?, ',')::bigint[])""", now,
                joined(ids));
        List<Long> unseen = rows.stream()
                .filter(row -> Instant.parse(row.path("seen_at").asText()).plus(seenEvery).isBefore(now))
                .map(row -> row.path("session_id").longValue()).toList();
        if (!unseen.isEmpty()) {
            seen(unseen, now);
        }
        return rows.stream().map(Sessions::session).collect(toUnmodifiableMap(Session::id, session -> session));
    }

    private void seen(Collection<Long> ids, Instant now) {
        database.execute("""
                         UPDATE command.session SET seen_at = ?
                         WHERE session_id = ANY (string_to_array(?, ',')::bigint[])""", now, joined(ids));
    }

    private static String joined(Collection<Long> ids) {
        return ids.stream().map(String::valueOf).collect(joining(","));
    }

    private static Session session(ObjectNode row) {
        return new Session(row.path("session_id").longValue(), account(row),
                Session.Kind.valueOf(row.path("kind").asText()), reach(row),
                Session.Standing.valueOf(row.path("standing").asText()),
                Instant.parse(row.path("expires_at").asText()));
    }

    private static Session.Reach reach(ObjectNode row) {
        if (row.path("wall_mode").asText().equals(Session.Reach.VISITOR.name())) {
            return Session.Reach.VISITOR;
        }
        boolean reading = row.path("read_only").booleanValue() || row.path("kind").asText().equals("WALL");
        return reading ? Session.Reach.READ_ONLY : Session.Reach.FULL;
    }

    private static Account account(ObjectNode row) {
        List<Grant> grants = new ArrayList<>();
        row.path("grants").forEach(each -> grants.add(new Grant(Role.valueOf(each.path("role").asText()),
                Optional.ofNullable(each.path("kecamatan").textValue()),
                Optional.ofNullable(each.path("agency").textValue()))));
        return new Account(row.path("account_id").longValue(), row.path("user_name").asText(), List.copyOf(grants));
    }

    public void logout(String token, String by) {
        database.execute("""
                         UPDATE command.session SET revoked_at = ?, revoked_by = ?
                         WHERE token_sha256 = ? AND revoked_at IS NULL""", clock.instant(), by, Secrets.sha256(token));
    }

    /** Newest first, of one user or of all; ended ones as long as they are kept. */
    public List<ObjectNode> list(@Nullable String user, boolean live, long before, int limit) {
        return database.rows("""
                             SELECT v.* FROM command.session_json v
                             WHERE v.id < ? AND (?::text IS NULL OR v."user" = ?)
                               AND (NOT ? OR v.id IN (SELECT session_id FROM command.session_at(?)))
                             ORDER BY v.id DESC LIMIT ?""", before, user, user, live, clock.instant(), limit);
    }

    /** Ends one, of {@code user} or, when null, of anybody; false when there is no such session. */
    public boolean revoke(long id, @Nullable String user, String by) {
        return database.execute("""
                                UPDATE command.session s SET revoked_at = coalesce(s.revoked_at, ?),
                                    revoked_by = coalesce(s.revoked_by, ?)
                                FROM command.account a
                                WHERE a.account_id = s.account_id AND s.session_id = ?
                                  AND (?::text IS NULL OR a.user_name = ?)""", clock.instant(), by, id, user,
                user) == 1;
    }

    /** Ends all of a user's but {@code spared}; 0 spares none. */
    public int revokeAll(String user, long spared, String by) {
        return database.transaction(connection -> end(connection, user, spared, clock.instant(), by));
    }

    static int end(Connection connection, String user, long spared, Instant now, String by) throws SQLException {
        return Statements.execute(connection, """
                                              UPDATE command.session s SET revoked_at = ?, revoked_by = ?
                                              FROM command.account a
                                              WHERE a.account_id = s.account_id AND a.user_name = ?
                                                AND s.revoked_at IS NULL AND s.session_id <> ?""", now, by, user,
                spared);
    }

    /** Forgets what ended by itself. */
    public void forget() {
        database.execute("DELETE FROM command.session WHERE expires_at <= ?", clock.instant());
    }
}
