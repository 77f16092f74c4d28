package id.siaga.commandcenter.dispatch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.account.Scope;
import id.siaga.commandcenter.sql.Database;
import id.siaga.commandcenter.sql.Statements;
import id.siaga.commandcenter.unit.Fix;
import id.siaga.commandcenter.unit.UnitState;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What people say of a unit's state and place. */
public final class UnitDesk {
    /** Notified when there is something to judge before the next sweep. */
    public static final String CHANNEL = "siaga_unit";
    private final Database database;
    private final UnitLife life;
    private final FieldPolicy policy;

    UnitDesk(Database database, UnitLife life, FieldPolicy policy) {
        this.database = database;
        this.life = life;
        this.policy = policy;
    }

    /** A state set by hand, for a while. */
    public record Word(UnitState state, String reason, Optional<Instant> until) {
    }

    /** Where an officer's phone says the unit is. */
    public record Sighting(Fix fix, double accuracyM) {
    }

    /** Outranks GPS until then, or until the next action of dispatch. */
    public void override(Scope scope, long unitId, Word word, String actor) {
        database.transaction(connection -> {
            Locks.all(connection, List.of(), List.of(unitId));
            boolean engaged = Statements.row(connection,
                    """
                    SELECT a.assignment_id IS NOT NULL AS engaged
                    FROM command.unit u LEFT JOIN command.assignment a ON a.unit_id = u.unit_id AND a.cleared_at IS NULL
                    WHERE u.unit_id = ? AND u.active AND (?::text[] IS NULL OR u.kecamatan_code = ANY (?))""", unitId,
                    scope.codes(), scope.codes())
                    .orElseThrow(() -> new Refusal(Refusal.Why.MISSING, "satuan " + unitId)).path("engaged")
                    .booleanValue();
            if (engaged != word.state().isEngaged()) {
                throw new Refusal(Refusal.Why.CONFLICT, engaged
                        ? "satuan sedang ditugaskan, lepaskan dulu (assigned, release it first)"
                        : "satuan tidak ditugaskan (not assigned)");
            }
            Instant now = life.now();
            Instant until = word.until().orElse(now.plusSeconds(policy.defaultOverrideS()));
            if (!until.isAfter(now) || Duration.between(now, until).toSeconds() > policy.longestOverrideS()) {
                throw new Refusal(Refusal.Why.CONFLICT,
                        "until: paling lama %d detik dari sekarang (at most, seconds)"
                                .formatted(policy.longestOverrideS()));
            }
            Statements.execute(connection,
                    """
                    INSERT INTO command.unit_override (unit_id, at, until, state, reason, actor)
                    VALUES (?, ?, ?, ?, ?, ?)""",
                    unitId, now, until, word.state().name(), word.reason(), actor);
            life.judge(connection, unitId, actor);
            return true;
        });
    }

    /** Positions of a unit without a tracker, from somebody who is on it now; repeated ones change nothing. */
    public int report(Asker asker, long unitId, List<Sighting> sightings) {
        return database.transaction(connection -> {
            requireOwn(connection, asker, unitId);
            int stored = 0;
            for (Sighting sighting : sightings) {
                stored += store(connection, asker, unitId, sighting);
            }
            Statements.execute(connection, "UPDATE command.unit SET judge_at = '-infinity' WHERE unit_id = ?", unitId);
            Statements.execute(connection, "SELECT pg_notify(?, '')", CHANNEL);
            return stored;
        });
    }

    private static void requireOwn(Connection connection, Asker asker, long unitId) throws SQLException {
        Optional<ObjectNode> own = Statements.row(connection,
                """
                SELECT u.device_id IS NOT NULL AS tracked
                FROM command.unit u JOIN command.shift s USING (unit_id)
                JOIN command.shift_member m USING (shift_id)
                WHERE u.unit_id = ? AND m.account_id = ? AND s.cancelled_at IS NULL
                  AND s.starts_at <= now() AND s.ends_at > now()""", unitId,
                asker.accountId());
        if (own.isEmpty()) {
            throw stranger(connection, asker, unitId);
        }
        if (own.get().path("tracked").booleanValue()) {
            throw new Refusal(Refusal.Why.CONFLICT, "satuan ini punya pelacak GPS (has a tracker of its own)");
        }
    }

    /** Who may see the unit is told why not; for others it is not there. */
    private static Refusal stranger(Connection connection, Asker asker, long unitId) throws SQLException {
        return Statements.row(connection, """
                                          SELECT 1 AS one FROM command.unit
                                          WHERE unit_id = ? AND (?::text[] IS NULL OR kecamatan_code = ANY (?))""",
                unitId, asker.scope().codes(), asker.scope().codes()).isPresent()
                        ? new Refusal(Refusal.Why.NOT_ON_SHIFT,
                                "Hanya yang sedang bertugas pada satuan ini (only who is on shift on it now)")
                        : new Refusal(Refusal.Why.MISSING, "satuan " + unitId);
    }

    private int store(Connection connection, Asker asker, long unitId, Sighting sighting) throws SQLException {
        return Statements.execute(connection, """
                                              INSERT INTO command.unit_position VALUES (?, ?, ?, ?, ?, ?, ?)
                                              ON CONFLICT DO NOTHING""", unitId, sighting.fix().at(), life.now(),
                sighting.fix().spot().latitude(), sighting.fix().spot().longitude(), sighting.accuracyM(),
                asker.user());
    }
}
