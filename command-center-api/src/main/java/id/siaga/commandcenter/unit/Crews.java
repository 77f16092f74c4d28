package id.siaga.commandcenter.unit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.account.Scope;
import id.siaga.commandcenter.sql.Database;
import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Who works together. A shift keeps the crew as it was when the shift was entered. */
public record Crews(Database database) {
    private static final String CREW = """
                                       SELECT c.crew_id AS id, c.name, c.kecamatan_code, c.version,
                                              (SELECT coalesce(jsonb_agg(jsonb_build_object('user', a.user_name,
                                                   'lead', m.lead, 'qualifications', m.qualifications)
                                                   ORDER BY m.lead DESC, a.user_name), '[]')
                                               FROM command.crew_member m JOIN command.account a USING (account_id)
                                               WHERE m.crew_id = c.crew_id) AS members
                                       FROM command.crew c
                                       """;

    public record Member(String user, boolean lead, List<String> qualifications) {
    }

    public record Spec(String name, Optional<String> kecamatan, List<Member> members) {
    }

    public List<ObjectNode> crews(Scope scope, long before, int limit) {
        return database.rows(CREW + """
                                    WHERE c.crew_id < ? AND (?::text[] IS NULL OR c.kecamatan_code = ANY (?))
                                    ORDER BY c.crew_id DESC LIMIT ?""", before, scope.codes(), scope.codes(), limit);
    }

    public Optional<ObjectNode> crew(Scope scope, long id) {
        return database.row(CREW + "WHERE c.crew_id = ? AND (?::text[] IS NULL OR c.kecamatan_code = ANY (?))", id,
                scope.codes(), scope.codes());
    }

    /** Those who are not there, or not appointed PETUGAS or KORLAP now. */
    public List<String> unfit(List<Member> members) {
        String[] users = members.stream().map(Member::user).toArray(String[]::new);
        return database.rows("""
                             SELECT u AS user_name FROM unnest(?) u WHERE NOT EXISTS
                                 (SELECT 1 FROM command.account a JOIN command.role_grant g USING (account_id)
                                  WHERE a.user_name = u AND g.role IN ('PETUGAS', 'KORLAP') AND g.revoked_at IS NULL
                                    AND g.valid_from <= now() AND coalesce(g.valid_until, 'infinity') > now())
                             ORDER BY 1""", (Object) users).stream().map(row -> row.path("user_name").asText())
                .toList();
    }

    public ObjectNode form(Spec spec) {
        return database.transaction(connection -> {
            long id = Statements.only(connection,
                    "INSERT INTO command.crew (name, kecamatan_code) VALUES (?, ?) RETURNING crew_id", spec.name(),
                    spec.kecamatan().orElse(null)).path("crew_id").longValue();
            return manned(connection, id, spec);
        });
    }

    /** Empty when it is not at {@code version} any more. */
    public Optional<ObjectNode> change(Scope scope, long id, long version, Spec spec) {
        return database.transaction(connection -> {
            int changed = Statements.execute(connection,
                    """
                    UPDATE command.crew SET name = ?, kecamatan_code = ?, version = version + 1
                    WHERE crew_id = ? AND version = ? AND (?::text[] IS NULL OR kecamatan_code = ANY (?))""",
                    spec.name(), spec.kecamatan().orElse(null), id, version, scope.codes(), scope.codes());
            return changed == 1 ? Optional.of(manned(connection, id, spec)) : Optional.empty();
        });
    }

    private static ObjectNode manned(Connection connection, long id, Spec spec) throws SQLException {
        Statements.execute(connection, "DELETE FROM command.crew_member WHERE crew_id = ?", id);
        for (Member member : spec.members()) {
            Statements.execute(connection,
                    """
                    INSERT INTO command.crew_member
                    SELECT ?, account_id, ?, ? FROM command.account WHERE user_name = ?""", id, member.lead(),
                    member.qualifications().toArray(String[]::new), member.user());
        }
        return Statements.only(connection, CREW + "WHERE c.crew_id = ?", id);
    }
}
