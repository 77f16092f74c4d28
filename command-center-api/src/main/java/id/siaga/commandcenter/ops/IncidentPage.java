package id.siaga.commandcenter.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.http.Problem;
import id.siaga.commandcenter.http.Question;
import id.siaga.commandcenter.http.Shown;
import id.siaga.commandcenter.http.Visit;
import id.siaga.commandcenter.incident.Priority;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** One incident: what is known, why, what happened, and what the reader may do. */
public record IncidentPage(Clock clock) {
    private static final String CHANGE = "change_incident";
    private static final int CHANGED_MEANWHILE = 412;

    public record View(IncidentRow row, int version, String cause, String category, Moment opened, Moment updated,
            boolean changeable, List<Moves.Move> moves, List<Entry> timeline, Optional<ReadingChart> chart,
            List<Decision> decisions, Draft draft) {

        public List<String> priorities() {
            return Arrays.stream(Priority.values()).map(Enum::name).toList();
        }
    }

    /** What the reader tried, and why it was refused; {@code done} after it was not. */
    public record Draft(boolean done, String note, Optional<Refusal> refusal) {
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
        return shown(visit, 200, new Draft(!visit.query("ok").isEmpty(), "", Optional.empty()));
    }

    private Shown shown(Visit visit, int status, Draft draft) {
        View view = view(visit, draft);
        return Templates.shown(status, "incident",
                Frame.of(visit, Place.QUEUE, view.row().number() + " " + view.row().title(), "Incident"), view);
    }

    private View view(Visit visit, Draft draft) {
        Instant now = clock.instant();
        JsonNode incident = visit.ask(about(visit, "incident"));
        JsonNode evidence = visit.ask(about(visit, "evidence")).path("items");
        boolean changeable = visit.offers(CHANGE);
        return new View(IncidentRow.of(incident, now), incident.path("version").intValue(),
                incident.path("cause").asText(), Words.category(incident.path("category").asText()),
                Moment.of(Instant.parse(incident.path("opened_at").asText()), now),
                Moment.of(Instant.parse(incident.path("updated_at").asText()), now), changeable,
                changeable ? Moves.from(incident.path("state").asText()) : List.of(), timeline(visit, now),
                CauseChart.of(visit, evidence),
                StreamSupport.stream(evidence.spliterator(), false).map(each -> Decision.of(each, now)).toList(),
                draft);
    }

    private static List<Entry> timeline(Visit visit, Instant now) {
        return StreamSupport.stream(visit.ask(about(visit, "timeline")).path("items").spliterator(), false)
                .map(each -> Entry.of(each, now)).toList().reversed();
    }

    private static Question about(Visit visit, String operation) {
        return Question.of(operation).at("id", visit.path("id"));
    }

    Shown change(Visit visit) {
        try {
            visit.ask(
                    about(visit, CHANGE).header("If-Match", "\"" + visit.form("version") + "\"").saying(asked(visit)));
            return new Shown.Elsewhere("/ops/insiden/" + visit.path("id") + "?ok=1");
        } catch (Problem refused) {
            if (refused.status() == 404 || refused.status() == 403) {
                throw refused;
            }
            return shown(visit, refused.status(),
                    new Draft(false, visit.form("note"), Optional.of(inWords(visit, refused))));
        }
    }

    private static ObjectNode asked(Visit visit) {
        ObjectNode change = JsonNodeFactory.instance.objectNode();
        for (String part : List.of("state", "priority", "note")) {
            if (!visit.form(part).isEmpty()) {
                change.put(part, visit.form(part));
            }
        }
        return change;
    }

    /** Who was faster, and what it is now. */
    private Refusal inWords(Visit visit, Problem refused) {
        Refusal refusal = Refusal.of(refused);
        if (refused.status() != CHANGED_MEANWHILE) {
            return refusal;
        }
        JsonNode incident = visit.ask(about(visit, "incident"));
        Entry last = timeline(visit, clock.instant()).getFirst();
        return new Refusal(refusal.status(), "Insiden ini sudah berubah sejak Anda membukanya",
                "%s, %s (%s). Sekarang: %s, %s. Perubahan Anda belum disimpan; periksa lalu ulangi.".formatted(
                        last.what(), last.actor(), last.at().text(), Words.state(incident.path("state").asText()),
                        incident.path("priority").asText()),
                refusal.fields());
    }
}
