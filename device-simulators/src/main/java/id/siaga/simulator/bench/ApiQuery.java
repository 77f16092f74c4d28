package id.siaga.simulator.bench;

import java.util.List;
import java.util.stream.Stream;

/**
 * One question that people ask of the queue.
 *
 * @param who asks it
 * @param query as it stands behind the question mark
 */
record ApiQuery(Kind kind, Who who, String query) {

    enum Kind {
        LIST, SEARCH
    }

    /** Somebody who sees the whole city, or one kecamatan. */
    enum Who {
        PUSAT, KORLAP
    }

    /** Also such as leave nothing, which stop at no first page: P1 that citizens told, open ones that are closed. */
    private static final List<String> OF_PUSAT = List.of("", "sort=urgent", "open=true", "open=false",
            "sort=urgent&open=true", "sort=urgent&open=true&priority=P1", "sort=urgent&overdue=true", "overdue=true",
            "state=BARU&priority=P1", "state=DITOLAK", "state=DITOLAK&overdue=true", "state=DITUTUP&open=true",
            "priority=P1&category=TWT&source=LAPOR", "priority=P1&category=TKP&source=LAPOR",
            "priority=P1&source=LAPOR&overdue=true&open=false", "source=CALL_CENTER&open=true",
            "kecamatan=32.75.07&category=TBN", "kecamatan=Rawalumbu&state=DITANGANI",
            "sort=urgent&kecamatan=32.75.11&source=LAPOR");
    private static final List<String> OF_KORLAP = List.of("", "sort=urgent&open=true", "state=SELESAI",
            "priority=P1&source=LAPOR&open=true", "overdue=true");
    private static final List<String> SEARCHED = List.of("q=lapak", "q=parkir%20rawalumbu", "q=TJL-2026",
            "q=099999", "q=tidak%20ada", "q=genangan&state=BARU", "q=panik&priority=P1&open=true",
            "sort=urgent&q=spanduk");
    private static final List<String> SEARCHED_BY_KORLAP = List.of("q=sampah", "q=sampah&open=true");

    static List<ApiQuery> all() {
        return Stream.of(of(Kind.LIST, Who.PUSAT, OF_PUSAT), of(Kind.LIST, Who.KORLAP, OF_KORLAP),
                of(Kind.SEARCH, Who.PUSAT, SEARCHED), of(Kind.SEARCH, Who.KORLAP, SEARCHED_BY_KORLAP))
                .flatMap(each -> each).toList();
    }

    private static Stream<ApiQuery> of(Kind kind, Who who, List<String> queries) {
        return queries.stream().map(query -> new ApiQuery(kind, who, query));
    }

    String path() {
        return "/api/v1/incidents?" + query;
    }

    /** As a person reads it in a report. */
    String words() {
        return (who == Who.KORLAP ? "korlap " : "") + (query.isEmpty() ? "(all)" : query);
    }
}
