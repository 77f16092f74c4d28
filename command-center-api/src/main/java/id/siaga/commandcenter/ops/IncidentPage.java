package id.siaga.commandcenter.ops;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.http.Problem;
import id.siaga.commandcenter.http.Question;
import id.siaga.commandcenter.http.Shown;
import id.siaga.commandcenter.http.Visit;
import id.siaga.commandcenter.incident.IncidentDesk;
import id.siaga.commandcenter.incident.Priority;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One incident: what is known, why, what happened, and what the reader may do. */
public record IncidentPage(java.time.Clock time) {
    private static final String CHANGE = "change_incident";
    private static final String DUPLICATE = "duplicate_of";
    private static final int CHANGED_MEANWHILE = 412;

    public record View(IncidentRow row, int version, String source, String report, String category, Moment opened,
            Moment updated,
            boolean changeable, List<Moves.Move> moves, Ending ending, List<Entry> timeline,
            Optional<ReadingChart> chart,
            List<Decision> decisions, List<Option> categories, IncidentWork more, Ties ties, Draft draft) {

        /** Whether the reader may say how urgent it is and what it is. */
        public boolean classifying() {
            return !categories.isEmpty();
        }

        /** Verified, and waits for a unit. */
        public boolean toAssign() {
            return moves.stream().anyMatch(move -> move.state().equals("DITUGASKAN"));
        }

        public List<String> priorities() {
            return Arrays.stream(Priority.values()).map(Enum::name).toList();
        }
    }

    /** One line of the timeline. */
    public record Entry(Moment at, String actor, String what, String text) {

        static Entry of(JsonNode entry, Instant now) {
            return new Entry(Moment.of(Instant.parse(entry.path("at").asText()), now), entry.path("actor").asText(),
                    what(entry), text(entry));
        }

        private static String text(JsonNode entry) {
            String text = entry.path("text").asText("");
            return switch (entry.path("entry").asText()) {
                case "escalated" -> Words.escalated(text);
                case "paused" -> Words.paused(text);
                default -> text;
            };
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

    Shown shown(Visit visit, int status, Draft draft) {
        View view = view(visit, draft);
        return Templates.shown(status, "incident",
                Frame.of(visit, Place.QUEUE, view.row().number() + " " + view.row().title(), "Incident"), view);
    }

    private View view(Visit visit, Draft draft) {
        Instant now = time.instant();
        JsonNode incident = visit.ask(about(visit, "incident"));
        JsonNode evidence = visit.ask(about(visit, "evidence")).path("items");
        JsonNode timeline = visit.ask(about(visit, "timeline"));
        String state = incident.path("state").asText();
        boolean changeable = visit.offers(CHANGE);
        IncidentWork work = IncidentWork.of(visit, now);
        Ending ending = Ending.of(incident, visit);
        List<Moves.Move> moves = changeable
                ? Moves.from(state, visit.account().roles()).stream().filter(ending::leaves).toList()
                : List.of();
        return new View(IncidentRow.of(incident, now), incident.path("version").intValue(),
                source(incident), incident.path("description").asText(""),
                Option.category(visit, incident.path("category").asText()),
                Moment.of(Instant.parse(incident.path("opened_at").asText()), now),
                Moment.of(Instant.parse(incident.path("updated_at").asText()), now), changeable, moves, ending,
                entries(timeline, now), CauseChart.of(visit, evidence),
                Json.each(evidence).map(each -> Decision.of(each, now)).toList(), categories(visit, incident), work,
                Ties.of(visit, incident, evidence, moves), draft);
    }

    /** What else it can be of, for whom the API lets say so. */
    private static List<Option> categories(Visit visit, JsonNode incident) {
        return visit.account().roles().stream().anyMatch(IncidentDesk.CLASSIFIERS::contains)
                ? Option.categories(visit).stream()
                        .filter(each -> !each.code().equals(incident.path("category").asText())).toList()
                : List.of();
    }

    /** Where it came from, with the number it has there. */
    private static String source(JsonNode incident) {
        return Stream.of(Words.reported(incident.path("source").asText()),
                incident.path("channel_reference").asText(""), incident.path("form_number").asText(""))
                .filter(part -> !part.isEmpty()).collect(joining(" · "));
    }

    private static List<Entry> entries(JsonNode timeline, Instant now) {
        return Json.items(timeline).map(each -> Entry.of(each, now)).toList().reversed();
    }

    private static Question about(Visit visit, String operation) {
        return Question.of(operation).at("id", visit.path("id"));
    }

    Shown change(Visit visit) {
        try {
            visit.ask(about(visit, CHANGE).header("If-Match", "\"" + visit.form("version") + "\"")
                    .saying(asked(visit)));
            return new Shown.Elsewhere("/ops/insiden/" + visit.path("id") + "?ok=1");
        } catch (Problem refused) {
            if (refused.status() == 404 || refused.status() == 403) {
                throw refused;
            }
            return shown(visit, refused.status(), Draft.refused(visit, inWords(visit, refused)));
        }
    }

    private static ObjectNode asked(Visit visit) {
        ObjectNode change = Json.form(visit, "state", "priority", "category", "note", "agency", "verification");
        if (!visit.form(DUPLICATE).isEmpty()) {
            change.put(DUPLICATE, Ties.named(visit, visit.form(DUPLICATE)));
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
        Entry last = entries(visit.ask(about(visit, "timeline")), time.instant()).getFirst();
        return new Refusal(refusal.status(), "Insiden ini sudah berubah sejak Anda membukanya",
                "%s, %s (%s). Sekarang: %s, %s. Perubahan Anda belum disimpan; periksa lalu ulangi.".formatted(
                        last.what(), last.actor(), last.at().text(), Words.state(incident.path("state").asText()),
                        incident.path("priority").asText()),
                refusal.fields());
    }
}
