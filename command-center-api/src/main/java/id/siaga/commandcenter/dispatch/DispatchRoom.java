package id.siaga.commandcenter.dispatch;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.account.Scope;
import id.siaga.commandcenter.incident.IncidentMoves;
import id.siaga.commandcenter.incident.Timeline;
import id.siaga.commandcenter.sql.Database;
import id.siaga.commandcenter.sql.Wakeup;
import id.siaga.commandcenter.stream.StreamLog;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Dispatch, put together and running: its desks for the API, and its sweep on a thread of its own. */
public final class DispatchRoom implements AutoCloseable {
    private final Database database;
    private final Candidates candidates;
    private final FieldPolicy policy;
    private final UnitLife life;
    private final DispatchDesk desk;
    private final CrewDesk crews;
    private final UnitDesk units;
    private final Wakeup wakeup;

    private DispatchRoom(Database database, IncidentMoves moves, FieldPolicy policy, MeterRegistry meters) {
        this.database = database;
        this.policy = policy;
        StreamLog stream = moves.stream();
        Timeline timeline = moves.timeline();
        Clock clock = moves.clock();
        Fixes fixes = new Fixes(policy);
        Releases releases = new Releases(timeline);
        life = new UnitLife(fixes, moves, stream, policy, clock);
        candidates = new Candidates(fixes, policy);
        desk = new DispatchDesk(life, candidates, releases, moves, timeline);
        crews = new CrewDesk(database, life, releases, timeline);
        units = new UnitDesk(database, life, policy);
        wakeup = new Wakeup(database.source(), UnitDesk.CHANNEL, Duration.ofSeconds(policy.sweepS()),
                new FieldSweep(database, life,
                        new Watch(database, new Welfare(moves), timeline, moves.escalations(), policy),
                        policy, new FieldMeters(meters)));
    }

    /** Starts the sweep; it keeps a connection of the pool. */
    public static DispatchRoom open(Database database, IncidentMoves moves, FieldPolicy policy, MeterRegistry meters) {
        return new DispatchRoom(database, moves, policy, meters);
    }

    public Database database() {
        return database;
    }

    public FieldPolicy policy() {
        return policy;
    }

    public DispatchDesk desk() {
        return desk;
    }

    public CrewDesk crews() {
        return crews;
    }

    public UnitDesk units() {
        return units;
    }

    /** Whether the sweep works. */
    public boolean isSweeping() {
        return wakeup.isListening();
    }

    /** Fit units, soonest first, then the others; where a unit is, only of those in {@code scope}. */
    public ObjectNode recommendation(Scope scope, long incidentId) {
        return database.transaction(connection -> {
            Need need = Needs.of(connection, scope, incidentId).need();
            List<Verdict> verdicts = Recommendation.of(need,
                    candidates.of(connection, scope, incidentId, null, life.now()), policy, life.now());
            ObjectNode json = JsonNodeFactory.instance.objectNode().put("incident_id", incidentId)
                    .put("at", life.now().toString());
            ArrayNode proposed = json.putArray("proposed");
            verdicts.stream().filter(Verdict::isFit).limit(policy.proposals())
                    .forEach(verdict -> proposed.add(verdict.candidate().unitId()));
            ArrayNode items = json.putArray("units");
            verdicts.forEach(verdict -> items.add(VerdictJson.of(verdict, scope)));
            return json;
        });
    }

    /** Where units of {@code scope} were seen last, and whether that is too old to rely on. */
    public List<ObjectNode> positions(Scope scope) {
        return database.transaction(connection -> candidates.positions(connection, scope, life.now()));
    }

    @Override
    public void close() {
        wakeup.close();
    }
}
