package id.siaga.simulator.bench;

import java.util.List;
import java.util.stream.Stream;

/**
 * One question that people ask.
 *
 * @param who asks it
 * @param path below {@code /api/v1}; may hold places of {@link ApiPlaces}
 */
record ApiQuery(Kind kind, Who who, String path) {

    /** {@code BARE}: beside which the others are read, as it does next to nothing. */
    enum Kind {
        LIST, SEARCH, OTHER, BARE
    }

    /** Somebody who sees the whole city, or an operator of one kecamatan. */
    enum Who {
        CITY, OPERATOR
    }

    /** Also such as leave nothing, which stop at no first page: P1 that citizens told, open ones that are closed. */
    private static final List<String> OF_THE_CITY = List.of("", "sort=urgent", "open=true", "open=false",
            "sort=urgent&open=true", "sort=urgent&open=true&priority=P1", "sort=urgent&overdue=true", "overdue=true",
            "state=BARU&priority=P1", "state=DITOLAK", "state=DITOLAK&overdue=true", "state=DITUTUP&open=true",
            "priority=P1&category=TUS&source=LAPOR", "category=TRK",
            "priority=P1&source=LAPOR&overdue=true&open=false", "source=CALL_CENTER&open=true",
            "kecamatan=32.75.07&category=TBN", "kecamatan=Rawalumbu&state=DITANGANI",
            "sort=urgent&kecamatan=32.75.11&source=LAPOR", "cursor={deep}", "cursor={deep}&state=BARU",
            "sort=urgent&cursor={deep_urgent}", "sort=urgent&cursor={deep_urgent}&source=LAPOR&priority=P1");
    private static final List<String> OF_OPERATOR = List.of("", "sort=urgent&open=true", "state=SELESAI",
            "priority=P1&source=LAPOR&open=true", "overdue=true", "cursor={deep}");
    /** Also words that many have, but none of those asked for, or none of the newest. */
    private static final List<String> SEARCHED = List.of("q=lapak", "q=parkir%20rawalumbu", "q=TJL-2026",
            "q=099999", "q=tidak%20ada", "q=genangan&state=BARU", "q=panik&priority=P1&open=true",
            "q=rawalumbu&kecamatan=32.75.01", "q=TBN&category=TJL", "q=lapak&cursor={deep}", "q={last_year}",
            "q={last_year}&open=true", "sort=urgent&q=spanduk", "sort=urgent&q=lapak&open=false");
    private static final List<String> SEARCHED_BY_OPERATOR = List.of("q=sampah", "q=sampah&open=true", "q=rawalumbu");
    private static final List<String> OTHERS = List.of("/incidents/{id}/timeline", "/incidents/{id}/evidence",
            "/alerts", "/alerts?open=true", "/alerts?severity=EMERG", "/alerts?severity=CRIT&open=true",
            "/alerts?device_id=bench-0007", "/alerts?device_id=tidak-ada", "/tickets", "/tickets?state=BUKA", "/audit",
            "/audit?actor=orang-7", "/audit?object_id=77", "/audit?object_type=incident&object_id=77",
            "/audit?actor=orang-7&object_type=device", "/audit?object_type=account&operation=incident",
            "/audit?actor=orang-7&from={month_ago}&to={week_ago}");
    private static final List<String> BARE = List.of("/incidents/{id}", "/account");

    static List<ApiQuery> all() {
        return Stream.of(of(Kind.LIST, Who.CITY, incidents(OF_THE_CITY)),
                of(Kind.LIST, Who.OPERATOR, incidents(OF_OPERATOR)),
                of(Kind.SEARCH, Who.CITY, incidents(SEARCHED)),
                of(Kind.SEARCH, Who.OPERATOR, incidents(SEARCHED_BY_OPERATOR)), of(Kind.OTHER, Who.CITY, OTHERS),
                of(Kind.BARE, Who.CITY, BARE)).flatMap(each -> each).toList();
    }

    private static List<String> incidents(List<String> queries) {
        return queries.stream().map(query -> "/incidents?" + query).toList();
    }

    private static Stream<ApiQuery> of(Kind kind, Who who, List<String> paths) {
        return paths.stream().map(path -> new ApiQuery(kind, who, path));
    }

    /** As a person reads it in a report. */
    String words() {
        return (who == Who.OPERATOR ? "operator " : "") + path.replaceFirst("\\?$", "");
    }
}
