package id.siaga.commandcenter.ops;

import com.fasterxml.jackson.databind.JsonNode;
import id.siaga.commandcenter.http.Question;
import id.siaga.commandcenter.http.Visit;
import java.util.List;

/** What can be chosen: the API's code and the words for it. */
public record Option(String code, String words) {

    static List<Option> categories(Visit visit) {
        return Json.items(visit.ask(Question.of("violations"))).filter(each -> each.path("active").booleanValue())
                .map(Option::category).toList();
    }

    /** The words for {@code code}, itself where it is none of them. */
    static String words(List<Option> options, String code) {
        return options.stream().filter(each -> each.code().equals(code)).map(Option::words).findFirst().orElse(code);
    }

    /** A category by its code and its name. */
    static String category(Visit visit, String code) {
        return Json.items(visit.ask(Question.of("violations"))).filter(each -> each.path("code").asText().equals(code))
                .map(each -> category(each).words()).findFirst().orElse(code);
    }

    /** Those that an incident of {@code category} can be coded as, when that code only says that it has none yet. */
    static List<Option> insteadOf(String category, Visit visit) {
        List<JsonNode> codes = Json.items(visit.ask(Question.of("violations"))).toList();
        return codes.stream().anyMatch(each -> isToRecode(each) && each.path("code").asText().equals(category))
                ? codes.stream().filter(each -> each.path("active").booleanValue() && !isToRecode(each))
                        .map(Option::category).toList()
                : List.of();
    }

    private static boolean isToRecode(JsonNode code) {
        return code.path("recode").booleanValue();
    }

    private static Option category(JsonNode code) {
        return new Option(code.path("code").asText(), code.path("code").asText() + " · " + code.path("name").asText());
    }
}
