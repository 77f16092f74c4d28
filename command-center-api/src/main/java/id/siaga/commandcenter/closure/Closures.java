package id.siaga.commandcenter.closure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.account.Account;
import id.siaga.commandcenter.account.Role;
import id.siaga.commandcenter.account.Scope;
import id.siaga.commandcenter.incident.Guard;
import id.siaga.commandcenter.incident.IncidentMoves;
import id.siaga.commandcenter.incident.IncidentState;
import id.siaga.commandcenter.incident.OnDuty;
import id.siaga.commandcenter.incident.Transition;
import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Takes proposals that an incident is over: without a doubt it is, else the proposal is held.
 *
 * @param others what else must hold before an incident is over
 */
public record Closures(Verdict verdict, IncidentMoves moves, List<Guard> others, ClosureNews news) {

    /** Who may propose without having been sent there. */
    static final Set<Role> DESK = Set.of(Role.OPERATOR, Role.KORLAP);

    /** Judges a proposal in the caller's transaction. */
    public ClosureOutcome propose(Connection connection, Scope scope, long incidentId, Account account,
            Proposal proposal) throws SQLException {
        Optional<ObjectNode> incident = locked(connection, scope, incidentId);
        if (incident.isEmpty()) {
            return new ClosureOutcome.Missing();
        }
        if (!OnDuty.lets(connection, incidentId, account, DESK, moves.clock().instant())) {
            return new ClosureOutcome.NotOnDuty();
        }
        Optional<ClosureOutcome> obstacle = obstacle(connection, incident.get());
        return obstacle.isPresent()
                ? obstacle.get()
                : judged(connection, incident.get(), account, proposal);
    }

    static Optional<ObjectNode> locked(Connection connection, Scope scope, long incidentId) throws SQLException {
        return Statements.row(connection,
                """
                SELECT incident_id, number, category, state,
                    (SELECT closure_id FROM command.closure c WHERE c.incident_id = i.incident_id AND c.state = 'HELD')
                        AS held
                FROM command.incident i
                WHERE incident_id = ? AND (?::text[] IS NULL OR array_append(shared_with, kecamatan_code) && ?) FOR UPDATE OF i""",
                incidentId, scope.codes(), scope.codes());
    }

    private Optional<ClosureOutcome> obstacle(Connection connection, ObjectNode incident) throws SQLException {
        if (incident.hasNonNull("held")) {
            return Optional.of(new ClosureOutcome.AlreadyHeld(incident.path("held").longValue()));
        }
        return notOver(connection, incident, others);
    }

    /** Why it cannot be over now, whatever is shown. */
    static Optional<ClosureOutcome> notOver(Connection connection, ObjectNode incident, List<Guard> others)
            throws SQLException {
        String state = incident.path("state").asText();
        if (Transition.between(IncidentState.valueOf(state), IncidentState.SELESAI).isEmpty()) {
            return Optional.of(new ClosureOutcome.NotHandled(state));
        }
        for (Guard guard : others) {
            Optional<String> objection = guard.objection(connection, incident.path("incident_id").longValue(),
                    IncidentState.SELESAI);
            if (objection.isPresent()) {
                return Optional.of(new ClosureOutcome.Guarded(objection.get()));
            }
        }
        return Optional.empty();
    }

    private ClosureOutcome judged(Connection connection, ObjectNode incident, Account account, Proposal proposal)
            throws SQLException {
        long incidentId = incident.path("incident_id").longValue();
        List<PhotoFacts> photos = photos(connection, incidentId, proposal);
        if (photos.size() != proposal.photos().size()) {
            List<Long> known = photos.stream().map(PhotoFacts::id).toList();
            return new ClosureOutcome.UnknownPhotos(
                    proposal.photos().stream().filter(id -> !known.contains(id)).toList());
        }
        Instant now = moves.clock().instant();
        List<Sensor> sensors = SensorCheck.of(connection, incidentId, now);
        List<Doubt> doubts = verdict.doubts(connection, incident, photos, sensors, now);
        long id = insert(connection, incidentId, account, proposal,
                new Judged(doubts.isEmpty() ? "ACCEPTED" : "HELD", json(doubts.stream().map(Doubt::json).toList()),
                        json(sensors.stream().map(Sensor::json).toList()), now));
        return new ClosureOutcome.Decided(doubts.isEmpty()
                ? accepted(connection, incidentId, id, account, proposal)
                : news.tell(connection, id, account.user(), "Penutupan #%d ditahan (held): %s".formatted(id,
                        String.join("; ", doubts.stream().map(Doubt::text).toList()))));
    }

    private static List<PhotoFacts> photos(Connection connection, long incidentId, Proposal proposal)
            throws SQLException {
        return Statements.rows(connection,
                """
                SELECT photo_id AS id, issued_at, expires_at, received_at, captured_at, latitude, longitude, accuracy_m,
                       distance_m, camera_at, camera_m
                FROM command.incident_photo
                WHERE photo_id = ANY (?::bigint[]) AND incident_id = ? AND purpose = 'CLOSURE' AND closure_id IS NULL
                ORDER BY photo_id FOR UPDATE""", proposal.photoArray(), incidentId).stream().map(PhotoFacts::of)
                .toList();
    }

    private record Judged(String state, ArrayNode doubts, ArrayNode sensors, Instant at) {
    }

    private static ArrayNode json(List<ObjectNode> items) {
        return JsonNodeFactory.instance.arrayNode().addAll(items);
    }

    private static long insert(Connection connection, long incidentId, Account account, Proposal proposal,
            Judged judged) throws SQLException {
        long id = Statements.only(connection,
                """
                INSERT INTO command.closure (incident_id, state, result, note, proposed_by, proposer_id, proposed_at,
                    doubts, sensors)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb) RETURNING closure_id""", incidentId, judged.state(),
                proposal.result(), proposal.note(), account.user(), account.id(), judged.at(),
                judged.doubts().toString(), judged.sensors().toString()).path("closure_id").longValue();
        Statements.execute(connection, """
                                       UPDATE command.incident_photo SET closure_id = ?
                                       WHERE photo_id = ANY (?::bigint[])""", id, proposal.photoArray());
        return id;
    }

    private ObjectNode accepted(Connection connection, long incidentId, long id, Account account, Proposal proposal)
            throws SQLException {
        moveOn(connection, moves, incidentId, account,
                "Penutupan #%d diterima (accepted): %s. %s".formatted(id, proposal.result(), proposal.note()));
        return news.announced(connection, id);
    }

    /** Whoever calls has seen, under the incident's lock, that it may go there. */
    static void moveOn(Connection connection, IncidentMoves moves, long incidentId, Account account, String note)
            throws SQLException {
        if (!moves.to(connection, incidentId, IncidentState.SELESAI, account.user(), note)) {
            throw new IllegalStateException("incident " + incidentId + " did not move to SELESAI");
        }
    }
}
