package id.siaga.commandcenter.dispatch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.account.Scope;
import id.siaga.commandcenter.incident.IncidentMoves;
import id.siaga.commandcenter.incident.IncidentState;
import id.siaga.commandcenter.incident.Timeline;
import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Sends units to incidents. Two dispatchers who want the same unit: the row lock lets one of them have it. */
public final class DispatchDesk {
    private final UnitLife life;
    private final Candidates candidates;
    private final Releases releases;
    private final IncidentMoves moves;
    private final Timeline timeline;

    DispatchDesk(UnitLife life, Candidates candidates, Releases releases, IncidentMoves moves, Timeline timeline) {
        this.life = life;
        this.candidates = candidates;
        this.releases = releases;
        this.moves = moves;
        this.timeline = timeline;
    }

    /** Sends all units of the order or, with a {@link Refusal}, none. */
    public List<ObjectNode> assign(Connection connection, Scope scope, long incidentId, Order order, String actor)
            throws SQLException {
        Set<Long> units = new TreeSet<>(order.units());
        Locks.all(connection, List.of(incidentId), units);
        Needs.Known known = Needs.of(connection, scope, incidentId);
        Instant now = life.now();
        List<Candidate> asked = candidates.of(connection, scope, incidentId,
                units.stream().map(String::valueOf).collect(Collectors.joining(",")), now);
        requireAll(units, asked);
        verify(connection, known, order, actor);
        List<Long> sent = new ArrayList<>();
        for (Candidate unit : asked) {
            sent.add(send(connection, known, unit, order, new Act(actor, now)));
        }
        moves.to(connection, incidentId, IncidentState.DITUGASKAN, actor, "satuan ditugaskan");
        for (long unit : units) {
            life.judge(connection, unit, actor);
        }
        return Assignments.these(connection, sent);
    }

    private record Act(String actor, Instant at) {
    }

    private static void requireAll(Set<Long> units, List<Candidate> found) {
        Set<Long> missing = new TreeSet<>(units);
        found.forEach(unit -> missing.remove(unit.unitId()));
        if (!missing.isEmpty()) {
            throw new Refusal(Refusal.Why.MISSING, "satuan " + missing);
        }
    }

    /** What nobody has verified is not dispatched, but to save life or limb. */
    private void verify(Connection connection, Needs.Known known, Order order, String actor) throws SQLException {
        if (!known.state().isOpen()) {
            throw new Refusal(Refusal.Why.INCIDENT_CLOSED, "%s %s".formatted(known.number(), known.state()));
        }
        if (known.state() == IncidentState.BARU) {
            String reason = order.overrideReason().orElseThrow(() -> new Refusal(Refusal.Why.NOT_VERIFIED,
                    known.number() + ": verifikasi dulu, atau beri override_reason (verify first, or say why not)"));
            moves.override(connection, known.need().incidentId(), actor,
                    "ditugaskan sebelum verifikasi: " + reason);
        }
    }

    private long send(Connection connection, Needs.Known known, Candidate unit, Order order, Act act)
            throws SQLException {
        List<String> unready = Recommendation.unready(unit);
        if (!unready.isEmpty() && order.overrideReason().isEmpty()) {
            throw new Refusal(Refusal.Why.UNIT_UNFIT, unit.callSign() + ": " + String.join("; ", unready));
        }
        free(connection, known, unit, order, act);
        String reason = order.overrideReason().orElse(null);
        timeline.note(connection, known.need().incidentId(), act.actor(), "%s ditugaskan%s".formatted(unit.callSign(),
                unready.isEmpty() ? "" : " walau " + String.join("; ", unready) + ": " + reason));
        return Statements.only(connection,
                """
                INSERT INTO command.assignment (incident_id, unit_id, assigned_at, assigned_by, override_reason)
                VALUES (?, ?, ?, ?, ?) RETURNING assignment_id""", known.need().incidentId(), unit.unitId(),
                act.at(), act.actor(), reason).path("assignment_id").longValue();
    }

    private void free(Connection connection, Needs.Known known, Candidate unit, Order order, Act act)
            throws SQLException {
        if (unit.errand().isEmpty()) {
            return;
        }
        Candidate.Errand errand = unit.errand().get();
        boolean mayPreempt = order.preemptReason().isPresent()
                && known.need().priority().compareTo(errand.priority()) < 0;
        if (!mayPreempt) {
            throw new Refusal(Refusal.Why.UNIT_BUSY, "%s: sedang menangani (on) %s %s".formatted(unit.callSign(),
                    errand.number(), errand.priority()));
        }
        releases.release(connection, unit.unitId(), act.actor(), act.at(),
                "dialihkan ke %s: %s".formatted(known.number(), order.preemptReason().get()));
    }
}
