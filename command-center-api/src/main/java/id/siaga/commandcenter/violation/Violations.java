package id.siaga.commandcenter.violation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.sql.Database;
import id.siaga.commandcenter.sql.Statements;
import java.util.List;
import java.util.Optional;

/** The code list, and which articles an incident violates (Perbup Kupang 62/2020 P.1 no.8, 10 and 11). */
public record Violations(Database database) {
    private static final String FIELDS = "code, name, description, status, recode, active";

    /** A code of three capitals and what it stands for. */
    public record Type(String code, String name, String description, boolean active) {
    }

    public List<ObjectNode> all() {
        return database.rows("""
                             SELECT %s, (SELECT count(*) FROM command.legal_article a WHERE a.violation_code = t.code)
                                 AS articles
                             FROM command.violation_type t ORDER BY code""".formatted(FIELDS));
    }

    /** Adds a code, or changes what is said of it; codes are never taken away, incidents refer to them. */
    public ObjectNode put(Type type) {
        return database.transaction(connection -> Statements.only(connection,
                """
                INSERT INTO command.violation_type (code, name, description, status, active)
                VALUES (?, ?, ?, 'ADOPTED', ?)
                ON CONFLICT (code) DO UPDATE SET name = EXCLUDED.name, description = EXCLUDED.description,
                    status = EXCLUDED.status, active = EXCLUDED.active
                RETURNING %s""".formatted(FIELDS), type.code(), type.name(), type.description(), type.active()));
    }

    /** Links an incident to a code, and to an article of it when one is named; empty when that is not of this code. */
    public Optional<ObjectNode> find(long incidentId, String code, Optional<Long> article, String user) {
        return database.transaction(connection -> Statements.row(connection,
                """
                INSERT INTO command.incident_violation (incident_id, violation_code, article_id, found_by, found_at)
                SELECT ?, code, named, ?, now() FROM command.violation_type t, (SELECT ?::bigint AS named) given
                WHERE code = ? AND active AND (named IS NULL OR EXISTS (SELECT FROM command.legal_article a
                    WHERE a.article_id = named AND a.violation_code = t.code))
                ON CONFLICT (incident_id, violation_code, article_id) DO UPDATE SET found_by = incident_violation.found_by
                RETURNING violation_code AS code, article_id, found_by, found_at""",
                incidentId, user,
                article.orElse(null), code));
    }
}
