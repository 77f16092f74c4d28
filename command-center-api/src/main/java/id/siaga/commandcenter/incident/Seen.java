package id.siaga.commandcenter.incident;

import static java.util.stream.Collectors.toUnmodifiableSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.account.Account;
import id.siaga.commandcenter.account.Grant;
import id.siaga.commandcenter.account.Role;
import id.siaga.commandcenter.account.Scope;
import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * An incident as a transaction saw it, its row locked until the end.
 *
 * @param kecamatan whose people work on it: where it lies, and who it is shared with
 * @param recode its category is a stop-gap
 */
record Seen(long id, String cause, IncidentState state, Priority priority, int version, Optional<Instant> finishedAt,
        Set<String> kecamatan, boolean recode, boolean paused) {

    private static Seen of(ObjectNode row) {
        return new Seen(row.path("incident_id").longValue(), row.path("cause").asText(),
                IncidentState.valueOf(row.path("state").asText()), Priority.valueOf(row.path("priority").asText()),
                row.path("version").intValue(),
                Optional.ofNullable(row.path("finished_at").textValue()).map(Instant::parse),
                StreamSupport.stream(row.path("seen_in").spliterator(), false).map(JsonNode::asText)
                        .collect(toUnmodifiableSet()),
                row.path("recode").booleanValue(), row.path("paused").booleanValue());
    }

    /** Empty also when it lies out of {@code scope}. */
    static Optional<Seen> locked(Connection connection, Scope scope, long id) throws SQLException {
        return Statements.row(connection,
                """
                SELECT incident_id, cause, state, priority, version, finished_at, t.recode,
                       paused_since IS NOT NULL AS paused, to_jsonb(array_append(shared_with, kecamatan_code)) AS seen_in
                FROM command.incident i JOIN command.violation_type t ON t.code = i.category
                WHERE incident_id = ? AND (?::text[] IS NULL OR array_append(shared_with, kecamatan_code) && ?)
                FOR UPDATE OF i""",
                id, scope.codes(), scope.codes()).map(Seen::of);
    }

    /** What {@code who} is here; an appointment for another kecamatan does not count. */
    Set<Role> rolesOf(Account who) {
        return who.grants().stream().filter(grant -> grant.kecamatan().map(kecamatan::contains).orElse(true))
                .map(Grant::role).collect(toUnmodifiableSet());
    }

    /** Whether another incident is open for the same cause. */
    boolean isCauseOpen(Connection connection) throws SQLException {
        return Statements.row(connection,
                """
                SELECT 1 FROM command.incident
                WHERE cause = ? AND incident_id <> ?
                  AND state IN ('BARU', 'DIVERIFIKASI', 'DITUGASKAN', 'MENUJU_LOKASI', 'DI_LOKASI', 'DITANGANI')""",
                cause, id).isPresent();
    }
}
