package id.siaga.commandcenter.ops;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.http.Question;
import id.siaga.commandcenter.http.Shown;
import id.siaga.commandcenter.http.Visit;

/** What is done to an incident besides moving it on: its steps, its end, its clocks, who shares it, what it is of. */
record IncidentTies(Draft.Again page) {

    Shown tick(Visit visit) {
        ObjectNode tick = Json.form(visit, "note");
        Json.whole(visit, tick, "position");
        return send(visit, about(visit, "tick_step").saying(tick));
    }

    /** Of the steps that were chosen; of all that are left where none was. */
    Shown waive(Visit visit) {
        ObjectNode waiver = Json.form(visit, "reason");
        Json.wholes(visit, "position", waiver, "positions");
        return send(visit, about(visit, "waive_steps").saying(waiver));
    }

    Shown propose(Visit visit) {
        ObjectNode proposal = Json.form(visit, "result", "note");
        Json.wholes(visit, "photo", proposal, "photos");
        return send(visit,
                about(visit, "propose_closure").header("Idempotency-Key", visit.form("key")).saying(proposal));
    }

    Shown pause(Visit visit) {
        return send(visit, visit.form("reason").isEmpty()
                ? seen(visit, "resume_incident")
                : seen(visit, "pause_incident").saying(Json.form(visit, "reason", "note")));
    }

    Shown share(Visit visit) {
        return send(visit, seen(visit, "share_incident").saying(Json.form(visit, "kecamatan_code", "reason")));
    }

    Shown unshare(Visit visit) {
        return send(visit, seen(visit, "unshare_incident").at("kecamatan_code", visit.form("kecamatan_code")));
    }

    Shown split(Visit visit) {
        ObjectNode part = Json.form(visit, "title", "reason");
        Json.wholes(visit, "alert", part, "alert_ids");
        return send(visit, seen(visit, "split_incident").saying(part));
    }

    Shown acknowledge(Visit visit) {
        return send(visit, about(visit, "acknowledge_escalations"));
    }

    private static Question about(Visit visit, String operation) {
        return Question.of(operation).at("id", visit.path("id"));
    }

    /** As the form's writer saw it. */
    private static Question seen(Visit visit, String operation) {
        return about(visit, operation).header("If-Match", "\"" + visit.form("version") + "\"");
    }

    private Shown send(Visit visit, Question question) {
        return Draft.send(visit, question, "/ops/insiden/" + visit.path("id") + "?ok=1", page);
    }
}
