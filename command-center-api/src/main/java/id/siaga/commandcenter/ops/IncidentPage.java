package id.siaga.commandcenter.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.http.Problem;
import id.siaga.commandcenter.http.Question;
import id.siaga.commandcenter.http.Shown;
import id.siaga.commandcenter.http.Visit;
import id.siaga.commandcenter.incident.Priority;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** One incident: what is known, why, what happened, and what the reader may do. */
public record IncidentPage(java.time.Clock time) {
    private static final String CHANGE = "change_incident";
    private static final int CHANGED_MEANWHILE = 412;

    public record View(IncidentRow row, int version, String cause, String category, Moment opened, Moment updated,
            boolean changeable, List<Moves.Move> moves, List<Entry> timeline, Optional<ReadingChart> chart,
            List<Decision> decisions, More more, Draft draft) {

        public List<String> priorities() {
            return Arrays.stream(Priority.values()).map(Enum::name).toList();
        }
    }

    /** What other parts of the command center know of it; empty where the reader may not ask. */
    public record More(boolean dispatches, List<Clock> clocks, List<Step> steps, boolean ticks) {

        static More of(Visit visit, Instant now) {
            return new More(visit.offers("recommendation"),
                    visit.offers("incident_clocks")
                            ? Json.items(visit.ask(about(visit, "incident_clocks"))).map(each -> Clock.of(each, now))
                                    .toList()
                            : List.of(),
                    visit.offers("checklist")
                            ? Json.items(visit.ask(about(visit, "checklist"))).map(Step::of).toList()
                            : List.of(),
                    visit.offers("tick_step"));
        }
    }

    /** One clock: how long a part took, or until when it may take. */
    public record Clock(String name, String standing, boolean overdue) {

        static Clock of(JsonNode clock, Instant now) {
            Optional<Moment> stopped = Moment.in(clock.path("stopped_at"), now);
            Optional<Moment> due = Moment.in(clock.path("due_at"), now);
            boolean overdue = clock.path("overdue_at").isTextual();
            return new Clock(Words.clock(clock.path("clock").asText()),
                    stopped.map(at -> "berhenti " + at.text())
                            .orElseGet(() -> due.map(at -> "sampai " + at.text()).orElse("berjalan")),
                    overdue);
        }
    }

    /** One step of the checklist. */
    public record Step(int position, String text, boolean mandatory, boolean settled, String by) {

        static Step of(JsonNode step) {
            boolean done = step.path("done_at").isTextual();
            boolean waived = step.path("waived_at").isTextual();
            return new Step(step.path("position").intValue(), step.path("text").asText(),
                    step.path("mandatory").booleanValue(), done || waived,
                    waived ? "dikesampingkan" : done ? "selesai" : "");
        }
    }

    /** One line of the timeline. */
    public record Entry(Moment at, String actor, String what, String text) {

        static Entry of(JsonNode entry, Instant now) {
            return new Entry(Moment.of(Instant.parse(entry.path("at").asText()), now), entry.path("actor").asText(),
                    what(entry), entry.path("text").asText(""));
        }

        private static String what(JsonNode entry) {
            String from = entry.path("from_state").asText("");
            String to = entry.path("to_state").asText("");
            String was = entry.path("from_priority").asText("");
            String is = entry.path("to_priority").asText("");
            return Words.entry(entry.path("entry").asText())
                    + (from.equals(to) ? "" : ": " + Words.state(from) + " → " + Words.state(to))
                    + (was.equals(is) || was.isEmpty() ? "" : ": " + was + " → " + is);
        }
    }

    Shown show(Visit visit) {
        return shown(visit, 200, Draft.of(visit));
    }

    private Shown shown(Visit visit, int status, Draft draft) {
        View view = view(visit, draft);
        return Templates.shown(status, "incident",
                Frame.of(visit, Place.QUEUE, view.row().number() + " " + view.row().title(), "Incident"), view);
    }

    private View view(Visit visit, Draft draft) {
        Instant now = time.instant();
        JsonNode incident = visit.ask(about(visit, "incident"));
        JsonNode evidence = visit.ask(about(visit, "evidence")).path("items");
        boolean changeable = visit.offers(CHANGE);
        return new View(IncidentRow.of(incident, now), incident.path("version").intValue(),
                incident.path("cause").asText(), Words.category(incident.path("category").asText()),
                Moment.of(Instant.parse(incident.path("opened_at").asText()), now),
                Moment.of(Instant.parse(incident.path("updated_at").asText()), now), changeable,
                changeable ? Moves.from(incident.path("state").asText(), visit.account().roles()) : List.of(),
                timeline(visit, now),
                CauseChart.of(visit, evidence),
                Json.each(evidence).map(each -> Decision.of(each, now)).toList(),
                More.of(visit, now), draft);
    }

    private static List<Entry> timeline(Visit visit, Instant now) {
        return Json.items(visit.ask(about(visit, "timeline")))
                .map(each -> Entry.of(each, now)).toList().reversed();
    }

    private static Question about(Visit visit, String operation) {
        return Question.of(operation).at("id", visit.path("id"));
    }

    Shown change(Visit visit) {
        try {
            visit.ask(
                    about(visit, CHANGE).header("If-Match", "\"" + visit.form("version") + "\"").saying(
                            Json.form(visit, "state", "priority", "note", "duplicate_of", "agency", "verification")));
            return new Shown.Elsewhere("/ops/insiden/" + visit.path("id") + "?ok=1");
        } catch (Problem refused) {
            if (refused.status() == 404 || refused.status() == 403) {
                throw refused;
            }
            return shown(visit, refused.status(), Draft.refused(visit, inWords(visit, refused)));
        }
    }

    Shown tick(Visit visit) {
        ObjectNode tick = JsonNodeFactory.instance.objectNode();
        if (visit.form("position").matches("[0-9]{1,6}")) {
            tick.put("position", Integer.parseInt(visit.form("position")));
        }
        return Draft.send(visit, about(visit, "tick_step").saying(tick), "/ops/insiden/" + visit.path("id") + "?ok=1",
                this::shown);
    }

    /** Who was faster, and what it is now. */
    private Refusal inWords(Visit visit, Problem refused) {
        Refusal refusal = Refusal.of(refused);
        if (refused.status() != CHANGED_MEANWHILE) {
            return refusal;
        }
        JsonNode incident = visit.ask(about(visit, "incident"));
        Entry last = timeline(visit, time.instant()).getFirst();
        return new Refusal(refusal.status(), "Insiden ini sudah berubah sejak Anda membukanya",
                "%s, %s (%s). Sekarang: %s, %s. Perubahan Anda belum disimpan; periksa lalu ulangi.".formatted(
                        last.what(), last.actor(), last.at().text(), Words.state(incident.path("state").asText()),
                        incident.path("priority").asText()),
                refusal.fields());
    }
}
