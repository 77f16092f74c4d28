package id.siaga.commandcenter.ops;

import static java.util.stream.Collectors.toMap;

import id.siaga.commandcenter.http.Question;
import id.siaga.commandcenter.http.Visit;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** The city's kecamatan, by name; none for whom the contract refuses the boundaries. */
record Kecamatan(List<Option> all) {
    private static final String CITY = "seluruh kota";

    static Kecamatan of(Visit visit) {
        if (!visit.offers("boundaries")) {
            return new Kecamatan(List.of());
        }
        return new Kecamatan(Json.each(visit.ask(Question.of("boundaries")).path("features"))
                .map(each -> each.path("properties"))
                .collect(toMap(each -> each.path("kode_kecamatan").asText(),
                        each -> each.path("nama_kecamatan").asText(), (first, same) -> first, TreeMap::new))
                .entrySet().stream().map(each -> new Option(each.getKey(), each.getValue()))
                .sorted(Comparator.comparing(Option::words)).toList());
    }

    /** "Kec." and its name; the whole city where there is no code. */
    String where(String code) {
        return code.isEmpty() || code.equals("null") ? CITY : "Kec. " + Option.words(all, code);
    }
}
