package id.siaga.commandcenter.ops;

import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.databind.JsonNode;
import id.siaga.commandcenter.http.Problem;
import id.siaga.commandcenter.http.Question;
import id.siaga.commandcenter.http.Visit;
import java.util.List;
import java.util.TreeMap;

/**
 * What an incident hangs together with, besides its state.
 *
 * @param escalated somebody is waited for to answer
 * @param recodes categories of which one must be chosen to verify it
 * @param pauses why its clocks may stand still
 * @param kecamatan whom it can be shared with
 * @param others open incidents it could be the same as, by their numbers
 */
public record Ties(boolean paused, List<Option> shared, boolean escalated, List<Option> recodes, List<Option> alerts,
        List<Option> pauses, List<Option> others, List<Option> kecamatan) {
    private static final String MANY = "200";

    static Ties of(Visit visit, JsonNode incident, JsonNode evidence, List<Moves.Move> moves) {
        Kecamatan kecamatan = Kecamatan.of(visit);
        List<String> shared = Json.words(incident.path("shared_with"));
        return new Ties(incident.path("paused_since").isTextual(),
                shared.stream().map(code -> new Option(code, kecamatan.where(code))).toList(),
                isAwaited(visit, incident), leads(moves, "DIVERIFIKASI")
                        ? Option.insteadOf(incident.path("category").asText(), visit)
                        : List.of(),
                alerts(evidence), pauses(visit, incident),
                leads(moves, "DUPLIKAT") ? others(visit, incident) : List.of(),
                kecamatan.all().stream().filter(each -> !shared.contains(each.code())
                        && !each.code().equals(incident.path("kecamatan_code").asText())).toList());
    }

    private static boolean leads(List<Moves.Move> moves, String state) {
        return moves.stream().anyMatch(move -> move.state().equals(state));
    }

    /** Most escalations only tell somebody; there is nothing to answer for. */
    private static boolean isAwaited(Visit visit, JsonNode incident) {
        return visit.offers("acknowledge_escalations") && Json
                .items(visit.ask(Question.of("escalations").where("incident_id", incident.path("id").asText())
                        .where("acknowledged", "false").where("limit", MANY)))
                .anyMatch(each -> each.path("awaits_until").isTextual());
    }

    private static List<Option> alerts(JsonNode evidence) {
        return Json.each(evidence)
                .map(each -> new Option(each.path("alert_id").asText(),
                        each.path("device_id").asText() + ": " + each.path("title").asText()))
                .collect(toMap(Option::code, each -> each, (first, later) -> first, TreeMap::new)).values().stream()
                .toList();
    }

    private static List<Option> pauses(Visit visit, JsonNode incident) {
        String priority = incident.path("priority").asText();
        return visit.offers("pause_reasons") && Moves.isOpen(incident.path("state").asText())
                ? Json.items(visit.ask(Question.of("pause_reasons")))
                        .filter(each -> Json.words(each.path("priorities")).contains(priority))
                        .map(each -> new Option(each.path("code").asText(), each.path("name").asText())).toList()
                : List.of();
    }

    private static List<Option> others(Visit visit, JsonNode incident) {
        return Json.items(visit.ask(Question.of("incidents").where("open", "true").where("sort", "urgent")
                .where("limit", MANY)))
                .filter(each -> each.path("id").longValue() != incident.path("id").longValue())
                .map(each -> new Option(each.path("number").asText(),
                        each.path("title").asText() + ", " + IncidentRow.place(each)))
                .toList();
    }

    /** The id of the incident that {@code typed} names, by its number or by its id. */
    static long named(Visit visit, String typed) {
        if (typed.matches("[0-9]{1,18}")) {
            return Long.parseLong(typed);
        }
        return Json.items(visit.ask(Question.of("incidents").where("q", typed).where("limit", MANY)))
                .filter(each -> each.path("number").asText().equalsIgnoreCase(typed))
                .map(each -> each.path("id").longValue()).findFirst()
                .orElseThrow(() -> Problem.field("duplicate_of",
                        "tidak ada insiden bernomor %s (no such number)".formatted(typed)));
    }
}
