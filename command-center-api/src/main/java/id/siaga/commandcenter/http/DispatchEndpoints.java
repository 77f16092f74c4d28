package id.siaga.commandcenter.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.account.Role;
import id.siaga.commandcenter.dispatch.Asker;
import id.siaga.commandcenter.dispatch.Assignments;
import id.siaga.commandcenter.dispatch.DispatchRoom;
import id.siaga.commandcenter.dispatch.Order;
import id.siaga.commandcenter.dispatch.Step;
import id.siaga.commandcenter.incident.IncidentQueries;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Assignments over HTTP, for the desk and for the crew's phone. */
public record DispatchEndpoints(DispatchRoom room, Assignments assignments, IncidentQueries incidents, Clock clock) {
    /** Who directs units; an officer only speaks for his own. */
    private static final Set<Role> DIRECTORS = EnumSet.of(Role.PENGELOLA_ADMIN, Role.OPERATOR, Role.KORLAP,
            Role.KEPALA_SATPOL_PP);

    private static final int WORDS = 2000;

    public Map<String, Endpoint> byOperation() {
        return Map.of("assign", Refused.told(this::assign), "incident_assignments", this::ofIncident, "assignments",
                this::list, "my_assignments", this::mine, "recommendation", Refused.told(this::recommendation),
                "progress_assignment", Refused.told(this::progress), "release_assignment",
                Refused.told(this::release), "check_in", Refused.told(this::checkIn), "note_assignment",
                Refused.told(this::note));
    }

    static Asker asker(Call call) {
        return new Asker(call.account().id(), call.account().user(), call.account().scope(DIRECTORS));
    }

    private Reply assign(Call call) {
        Fields body = Fields.of(call.json(), Set.of("unit_ids", "override_reason", "preempt_reason"));
        Order order = new Order(body.ids("unit_ids", room.policy().unitsPerRequest()),
                body.text("override_reason", WORDS), body.text("preempt_reason", WORDS));
        body.check();
        return Once.reply(room.database(), clock, call, connection -> assigned(connection, call, order));
    }

    private Reply assigned(Connection connection, Call call, Order order) throws SQLException {
        ObjectNode reply = JsonNodeFactory.instance.objectNode();
        reply.putArray("items")
                .addAll(room.desk().assign(connection, call.scope(), call.id(), order, call.account().user()));
        return Reply.created(reply);
    }

    private Reply ofIncident(Call call) {
        if (incidents.incident(call.scope(), call.id()).isEmpty()) {
            throw Problem.missing("insiden " + call.path("id"));
        }
        return Reply.items(assignments.of(call.id()));
    }

    private Reply list(Call call) {
        Page page = Page.of(call);
        return page.reply(assignments.all(call.scope(), call.truth("open"), page.before(), page.probe()), "id");
    }

    private Reply mine(Call call) {
        return Reply.items(assignments.mine(call.account().id()));
    }

    private Reply recommendation(Call call) {
        return Reply.ok(room.recommendation(call.scope(), call.id()));
    }

    private Reply progress(Call call) {
        Fields body = Fields.of(call.json(), Set.of("step", "note"));
        Step step = body.needed("step", body.word("step", Step::named), Step.values()[0]);
        Optional<String> note = body.text("note", WORDS);
        body.check();
        return Reply.ok(room.crews().progress(asker(call), call.id(), step, note));
    }

    private Reply release(Call call) {
        Fields body = Fields.of(call.json(), Set.of("reason"));
        String reason = body.required("reason", WORDS);
        body.check();
        return Reply.ok(room.crews().release(asker(call), call.id(), reason));
    }

    private Reply checkIn(Call call) {
        Fields body = Fields.of(call.json(), Set.of("note"));
        Optional<String> note = body.text("note", WORDS);
        body.check();
        return Reply.created(room.crews().checkIn(asker(call), call.id(), note));
    }

    private Reply note(Call call) {
        Fields body = Fields.of(call.json(), Set.of("note"));
        String note = body.required("note", WORDS);
        body.check();
        return Reply.created(room.crews().note(asker(call), call.id(), note));
    }
}
