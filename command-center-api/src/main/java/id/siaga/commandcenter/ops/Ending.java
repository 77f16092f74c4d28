package id.siaga.commandcenter.ops;

import com.fasterxml.jackson.databind.JsonNode;
import id.siaga.commandcenter.http.Question;
import id.siaga.commandcenter.http.Visit;
import java.util.List;

/**
 * How an incident that is being handled comes to its end.
 *
 * @param proposed by the reader, with proof
 * @param elsewhere only by a closure, which others propose
 * @param reviews the reader decides about those that are held
 */
public record Ending(boolean proposed, boolean elsewhere, boolean reviews) {

    static Ending of(JsonNode incident, Visit visit) {
        boolean handled = incident.path("state").asText().equals("DITANGANI");
        boolean proposes = handled && visit.offers("propose_closure");
        return new Ending(proposes,
                handled && !proposes && isOnlyByClosure(incident.path("category").asText(), visit),
                visit.offers("review_closure"));
    }

    private static boolean isOnlyByClosure(String category, Visit visit) {
        if (!visit.offers("closure_requirements")) {
            return false;
        }
        List<JsonNode> demands = Json.items(visit.ask(Question.of("closure_requirements"))).toList();
        return demands.stream().filter(each -> each.path("category").asText().equals(category)).findFirst()
                .or(() -> demands.stream().filter(each -> each.path("category").asText().equals("*")).findFirst())
                .map(each -> each.path("proposed").booleanValue()).orElse(false);
    }

    /** Whether there is a button for this move: what a closure ends nobody ends by hand. */
    boolean leaves(Moves.Move move) {
        return !(move.state().equals("SELESAI") && (proposed || elsewhere));
    }
}
