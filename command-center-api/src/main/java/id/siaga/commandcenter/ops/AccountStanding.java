package id.siaga.commandcenter.ops;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.http.Question;
import id.siaga.commandcenter.http.Shown;
import id.siaga.commandcenter.http.Visit;

/** Keeping somebody from acting for a time, letting them go for good, and helping who lost a phone. */
record AccountStanding(Draft.Again page) {
    private static final int HOUR = 3_600;

    Shown suspend(Visit visit) {
        ObjectNode suspension = Json.form(visit, "reason_code", "evidence");
        if (visit.form("hours").matches("[0-9]{1,5}")) {
            suspension.put("duration_s", Integer.parseInt(visit.form("hours")) * HOUR);
        }
        return send(visit, about(visit, "suspend").saying(suspension));
    }

    Shown lift(Visit visit) {
        return send(visit,
                about(visit, "lift_suspension").at("id", visit.path("id")).where("reason", visit.form("reason")));
    }

    Shown leave(Visit visit) {
        return send(visit, about(visit, "request_offboarding").saying(Json.form(visit, "reason", "successor")));
    }

    Shown complete(Visit visit) {
        return send(visit, about(visit, "complete_offboarding"));
    }

    Shown resetCodes(Visit visit) {
        return send(visit, about(visit, "reset_totp"));
    }

    private static Question about(Visit visit, String operation) {
        return Question.of(operation).at("user", visit.path("user"));
    }

    private Shown send(Visit visit, Question question) {
        return Draft.send(visit, question, "/ops/akun/" + visit.path("user") + "?ok=1", page);
    }
}
