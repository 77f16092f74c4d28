package id.siaga.commandcenter.violation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.sql.Database;
import id.siaga.commandcenter.sql.Statements;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** The register of regulations and their articles; what nobody compared with the gazette says so. */
public record LegalBases(Database database) {
    private static final String FIELDS = """
                                         legal_basis_id AS id, type, number, year, title, printed_as,
                                         valid_from::text AS valid_from, valid_until::text AS valid_until, verified,
                                         verified_by, note, recorded_by, recorded_at, version""";

    /** A regulation by its type, number and year. */
    public record Basis(String type, String number, int year, String title, Optional<String> printedAs,
            Optional<LocalDate> validFrom, Optional<LocalDate> validUntil, boolean verified, Optional<String> note) {
    }

    /** An article of a regulation and what it forbids. */
    public record Article(String article, String summary, String violationCode) {
    }

    public List<ObjectNode> all() {
        return database
                .rows("""
                      SELECT %s, (SELECT coalesce(jsonb_agg(jsonb_build_object('id', article_id, 'article', article,
                          'summary', summary, 'violation_code', violation_code) ORDER BY article_id), '[]')
                          FROM command.legal_article a WHERE a.legal_basis_id = b.legal_basis_id) AS articles
                      FROM command.legal_basis b ORDER BY year, number""".formatted(FIELDS));
    }

    /** Empty when that regulation is in the register. */
    public Optional<ObjectNode> add(Basis basis, String user) {
        return database.transaction(connection -> Statements.row(connection,
                """
                INSERT INTO command.legal_basis (type, number, year, title, printed_as, valid_from, valid_until, verified,
                    verified_by, note, recorded_by)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING %s"""
                        .formatted(FIELDS),
                basis.type(), basis.number(), basis.year(), basis.title(), basis.printedAs().orElse(null),
                basis.validFrom().orElse(null), basis.validUntil().orElse(null), basis.verified(),
                basis.verified() ? user : null, basis.note().orElse(null), user));
    }

    /** Empty when it is not there, or no longer at {@code version}. */
    public Optional<ObjectNode> change(long id, long version, Basis basis, String user) {
        return database.transaction(connection -> Statements.row(connection,
                """
                UPDATE command.legal_basis SET type = ?, number = ?, year = ?, title = ?, printed_as = ?, valid_from = ?,
                    valid_until = ?, verified_by = CASE WHEN NOT ? THEN NULL WHEN verified THEN verified_by ELSE ? END,
                    verified = ?, note = ?, version = version + 1
                WHERE legal_basis_id = ? AND version = ? RETURNING %s"""
                        .formatted(FIELDS),
                basis.type(),
                basis.number(), basis.year(), basis.title(), basis.printedAs().orElse(null),
                basis.validFrom().orElse(null), basis.validUntil().orElse(null), basis.verified(), user,
                basis.verified(), basis.note().orElse(null), id, version));
    }

    public Optional<ObjectNode> one(long id) {
        return database.row("SELECT %s FROM command.legal_basis WHERE legal_basis_id = ?".formatted(FIELDS), id);
    }

    /** Empty when there is no such regulation or code, or the article is there. */
    public Optional<ObjectNode> add(long basisId, Article article, String user) {
        return database.transaction(connection -> Statements.row(connection,
                """
                INSERT INTO command.legal_article (legal_basis_id, article, summary, violation_code, recorded_by)
                SELECT legal_basis_id, ?, ?, code, ? FROM command.legal_basis, command.violation_type
                WHERE legal_basis_id = ? AND code = ? ON CONFLICT DO NOTHING
                RETURNING article_id AS id, legal_basis_id, article, summary, violation_code""", article.article(),
                article.summary(), user, basisId, article.violationCode()));
    }
}
