package id.siaga.commandcenter.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.incident.ChangeOutcome;
import id.siaga.commandcenter.incident.IncidentDesk;
import id.siaga.commandcenter.incident.Sharing;
import id.siaga.commandcenter.incident.Splitting;
import id.siaga.commandcenter.incident.Waiting;
import java.util.Map;
import java.util.Set;

/** Splitting and sharing incidents, and pausing their clocks. */
public record IncidentTieEndpoints(Splitting splitting, Sharing sharing, Waiting waiting) {
    private static final int NOTE = 2000;
    private static final int ALERTS = 1000;
    private static final int WORDS = 200;
    private static final String REASON = "reason";

    public Map<String, Endpoint> byOperation() {
        return Map.of("split_incident", this::split, "share_incident", this::share, "unshare_incident", this::unshare,
                "pause_incident", this::pause, "resume_incident", this::resume, "pause_reasons",
                call -> Reply.items(waiting.reasons()));
    }

    private Reply split(Call call) {
        IncidentDesk.Asked asked = Outcomes.asked(call);
        Fields fields = Fields.of(call.json(), Set.of("alert_ids", "title", REASON));
        Splitting.Part part = new Splitting.Part(fields.ids("alert_ids", ALERTS),
                fields.needed("title", fields.text("title", WORDS), ""),
                fields.needed(REASON, fields.text(REASON, NOTE), ""));
        fields.check();
        ChangeOutcome outcome = splitting.split(asked, part);
        return outcome instanceof ChangeOutcome.Changed(ObjectNode made)
                ? Reply.created(made)
                : Outcomes.reply(outcome, call);
    }

    private Reply share(Call call) {
        IncidentDesk.Asked asked = Outcomes.asked(call);
        Fields fields = Fields.of(call.json(), Set.of("kecamatan_code", REASON));
        String kecamatan = fields.needed("kecamatan_code", fields.text("kecamatan_code", WORDS), "");
        String reason = fields.needed(REASON, fields.text(REASON, NOTE), "");
        fields.check();
        return Outcomes.reply(sharing.share(asked, kecamatan, reason), call);
    }

    private Reply unshare(Call call) {
        return Outcomes.reply(sharing.end(Outcomes.asked(call), call.path("kecamatan_code")), call);
    }

    private Reply pause(Call call) {
        IncidentDesk.Asked asked = Outcomes.asked(call);
        Fields fields = Fields.of(call.json(), Set.of(REASON, "note"));
        String reason = fields.needed(REASON, fields.text(REASON, WORDS), "");
        String note = fields.text("note", NOTE).orElse("");
        fields.check();
        return Outcomes.reply(waiting.pause(asked, reason, note), call);
    }

    private Reply resume(Call call) {
        return Outcomes.reply(waiting.resume(Outcomes.asked(call)), call);
    }
}
