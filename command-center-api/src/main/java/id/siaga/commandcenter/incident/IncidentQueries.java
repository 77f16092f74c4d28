package id.siaga.commandcenter.incident;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.account.Scope;
import id.siaga.commandcenter.sql.Conditions;
import id.siaga.commandcenter.sql.Database;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads incidents and tickets as the API shows them. */
public record IncidentQueries(Database database) {

    /**
     * A part of a list.
     *
     * @param after the key of the last one before it: {@code id}, or {@code urgency} and {@code id}; empty for the first
     */
    public record Part(IncidentOrder order, List<Long> after, int limit) {
    }

    /** Incidents of {@code scope}. */
    public List<ObjectNode> incidents(Scope scope, IncidentFilter filter, Part part) {
        return filter.query().isEmpty()
                ? rows(IncidentList.walked(scope, filter, part))
                : searched(scope, filter, part);
    }

    /** Words that many have fill the page from the first of the list; others leave few, which an index finds. */
    private List<ObjectNode> searched(Scope scope, IncidentFilter filter, Part part) {
        List<ObjectNode> near = rows(IncidentList.near(scope, filter, part));
        return near.size() == part.limit() ? near : rows(IncidentList.found(scope, filter, part));
    }

    private List<ObjectNode> rows(IncidentList list) {
        return database.rowsPlannedAnew(list.sql(), list.values().toArray());
    }

    /** Also one that is no longer given. */
    public boolean isCategory(String code) {
        return database.row("SELECT 1 AS one FROM command.violation_type WHERE code = ?", code).isPresent();
    }

    /** Empty also when it lies out of {@code scope}. */
    public Optional<ObjectNode> incident(Scope scope, long id) {
        return database.row("""
                            SELECT v.* FROM command.incident_json v JOIN command.incident i ON i.incident_id = v.id
                            WHERE id = ? AND (?::text[] IS NULL
                                OR array_append(i.shared_with, i.kecamatan_code) && ?)""", id, scope.codes(),
                scope.codes());
    }

    public List<ObjectNode> timeline(long id) {
        return database.rows(
                """
                SELECT entry_id AS id, at, recorded_at, actor, entry, text, alert_id, event_id, from_state, to_state,
                       from_priority, to_priority
                FROM command.incident_timeline WHERE incident_id = ? ORDER BY entry_id""", id);
    }

    /** Each clock that ever ran. */
    public List<ObjectNode> clocks(long id) {
        return database.rows(
                """
                SELECT clock, started_at, due_at, stopped_at, paused_s, overdue_at
                FROM command.incident_clock WHERE incident_id = ?
                ORDER BY array_position(ARRAY['QUEUE', 'DISPATCH', 'TRAVEL', 'ON_SCENE', 'RESOLUTION'], clock)""", id);
    }

    public List<ObjectNode> violations(long id) {
        return database.rows(
                """
                SELECT v.violation_code AS code, t.name, v.article_id, a.article, b.type, b.number, b.year, b.verified,
                       v.found_by, v.found_at
                FROM command.incident_violation v JOIN command.violation_type t ON t.code = v.violation_code
                LEFT JOIN command.legal_article a USING (article_id) LEFT JOIN command.legal_basis b USING (legal_basis_id)
                WHERE incident_id = ? ORDER BY found_at, code""",
                id);
    }

    /** Which escalations: those somebody has (not) acknowledged, those of one incident; null means any. */
    public record Escalated(@Nullable Boolean acknowledged, @Nullable Long incidentId) {
    }

    /** Newest first, of incidents in {@code scope}. */
    public List<ObjectNode> escalations(Scope scope, Escalated asked, long before, int limit) {
        return database.rows("""
                             SELECT v.* FROM command.escalation_json v
                             JOIN command.incident i ON i.incident_id = v.incident_id
                             WHERE v.id < ?
                               AND (?::text[] IS NULL OR array_append(i.shared_with, i.kecamatan_code) && ?)
                               AND (?::boolean IS NULL OR (v.acknowledged_at IS NOT NULL) = ?)
                               AND (?::bigint IS NULL OR v.incident_id = ?)
                             ORDER BY v.id DESC LIMIT ?""", before, scope.codes(), scope.codes(),
                asked.acknowledged(), asked.acknowledged(), asked.incidentId(), asked.incidentId(), limit);
    }

    public List<ObjectNode> tickets(@Nullable String state, long before, int limit) {
        Conditions asked = Conditions.NONE.and("id < ?", before).where("state = ?", state);
        return database.rowsPlannedAnew("""
                                        SELECT * FROM command.ticket_json WHERE %s
                                        ORDER BY id DESC LIMIT ?""".formatted(asked.sql()), asked.valuesAnd(limit));
    }

    public List<ObjectNode> openByPriority() {
        return database
                .rows("""
                      SELECT priority, count(*) AS count, count(*) FILTER (WHERE overdue) AS overdue
                      FROM command.incident WHERE urgency < 9 GROUP BY priority""");
    }
}
