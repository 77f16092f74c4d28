package id.siaga.commandcenter.http;

import id.siaga.commandcenter.incident.IncidentQueries;
import id.siaga.commandcenter.sop.Checklist;
import id.siaga.commandcenter.sop.SopSpec;
import id.siaga.commandcenter.sop.Sops;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checklists over HTTP. */
public record SopEndpoints(Sops sops, Checklist checklist, IncidentQueries incidents) {
    private static final int STEPS = 50;
    private static final int WORDS = 2000;

    public Map<String, Endpoint> byOperation() {
        return Map.of("sops", this::list, "enter_sop", this::enter, "checklist", this::checklist, "tick_step",
                this::tick, "waive_steps", this::waive);
    }

    private Reply list(Call call) {
        Page page = Page.of(call);
        return page.reply(sops.sops(call.known("category", incidents::isCategory), page.before(), page.probe()), "id");
    }

    private Reply enter(Call call) {
        Fields body = Fields.of(call.json(), Set.of("category", "title", "source", "verified", "steps"));
        SopSpec spec = new SopSpec(body.required("category", 20), body.required("title", 200),
                body.required("source", WORDS),
                body.truth("verified"), body.each("steps", STEPS, Set.of("text", "mandatory")).stream()
                        .map(each -> new SopSpec.Step(each.required("text", 500), each.truth("mandatory"))).toList());
        body.check();
        return Reply.created(sops.enter(spec, call.account().user()));
    }

    private long seen(Call call) {
        if (incidents.incident(call.scope(), call.id()).isEmpty()) {
            throw Problem.missing("insiden " + call.path("id"));
        }
        return call.id();
    }

    private Reply checklist(Call call) {
        return Reply.items(checklist.of(seen(call)));
    }

    private Reply tick(Call call) {
        Fields body = Fields.of(call.json(), Set.of("position", "note"));
        long position = body.id("position");
        Optional<String> note = body.text("note", WORDS);
        body.check();
        return Reply.items(checklist.tick(seen(call), position(position), note,
                call.account().user()).orElseThrow(() -> Problem.missing("langkah (step) " + position)));
    }

    /** No list has so many steps that the greatest could be one. */
    private static int position(long told) {
        return (int) Math.min(told, Integer.MAX_VALUE);
    }

    private Reply waive(Call call) {
        Fields body = Fields.of(call.json(), Set.of("positions", "reason"));
        List<Integer> positions = body.has("positions")
                ? body.ids("positions", STEPS).stream().map(SopEndpoints::position).toList()
                : List.of();
        String reason = body.required("reason", WORDS);
        body.check();
        return Reply.items(checklist.waive(seen(call), positions, reason, call.account().user()));
    }
}
