package id.siaga.commandcenter.incident;

import id.siaga.commandcenter.account.Scope;
import id.siaga.commandcenter.sql.Conditions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The statement of a page of a list, for the very values asked for. */
record IncidentList(String sql, List<Object> values) {
    private static final int NEAR = 1_000;
    private static final String WALK = """
                                       (SELECT incident_id, urgency FROM command.incident
                                        WHERE %s ORDER BY %s LIMIT ?)""";
    /** OFFSET 0: the planner hopes for no early end, which no statistics promise of words. */
    private static final String FOUND = """
                                        (SELECT incident_id, urgency FROM (
                                            SELECT incident_id, urgency FROM command.incident WHERE %s OFFSET 0) found
                                         ORDER BY %s LIMIT ?)""";

    /**
     * Whoever sees some kecamatan gets the first of each and of what is shared, and of these together the first; so each
     * is one walk along an index in the order of the list.
     */
    static IncidentList walked(Scope scope, IncidentFilter filter, IncidentQueries.Part part) {
        return union(WALK, scope, filter, part);
    }

    /** What the conditions leave is found first and put in order then: for words that few have. */
    static IncidentList found(Scope scope, IncidentFilter filter, IncidentQueries.Part part) {
        return union(FOUND, scope, filter, part);
    }

    /** Only what is among the first {@value #NEAR} of the whole order: for words that many have. */
    static IncidentList near(Scope scope, IncidentFilter filter, IncidentQueries.Part part) {
        Conditions after = open(after(part), filter);
        Conditions asked = scope.kecamatan().map(codes -> codes.toArray(String[]::new))
                .map(codes -> asked(filter).and("(kecamatan_code = ANY (?) OR shared_with && ?)", codes, codes))
                .orElse(asked(filter));
        String order = part.order().sql;
        return page("""
                    SELECT incident_id, urgency FROM (
                        SELECT * FROM command.incident WHERE %s ORDER BY %s LIMIT %d) near
                    WHERE %s ORDER BY %s LIMIT ?""".formatted(after.sql(), order, NEAR, asked.sql(), order),
                after.and(asked).values(), part);
    }

    private static IncidentList union(String shape, Scope scope, IncidentFilter filter, IncidentQueries.Part part) {
        List<String> parts = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        for (Conditions seen : seen(scope)) {
            Conditions all = seen.and(asked(filter)).and(after(part));
            parts.add(shape.formatted(all.sql(), part.order().sql));
            values.addAll(all.values());
            values.add(part.limit());
        }
        values.removeLast();
        return page(String.join("\nUNION\n", parts), values, part);
    }

    /** {@code values}: all but the last limit of {@code seen}. */
    private static IncidentList page(String seen, List<Object> values, IncidentQueries.Part part) {
        return new IncidentList(
                """
                SELECT v.*
                FROM (SELECT incident_id FROM (%s) seen ORDER BY %s LIMIT ?) page
                JOIN command.incident_json v ON v.id = page.incident_id
                ORDER BY %s""".formatted(seen, part.order().sql, part.order().outer),
                Stream.concat(values.stream(), Stream.of(part.limit(), part.limit())).toList());
    }

    private static List<Conditions> seen(Scope scope) {
        return scope.kecamatan().map(codes -> Stream.concat(
                codes.stream().map(code -> Conditions.NONE.and("kecamatan_code = ?", code)),
                Stream.of(Conditions.NONE.and("shared_with <> '{}' AND shared_with && ?",
                        (Object) codes.toArray(String[]::new))))
                .toList()).orElse(List.of(Conditions.NONE));
    }

    private static Conditions asked(IncidentFilter filter) {
        return open(Conditions.NONE, filter).where("state = ?", filter.state()).where("priority = ?", filter.priority())
                .where("category = ?", filter.category())
                .where(filter.isKecamatanCoded() ? "kecamatan_code = ?" : "kecamatan = ?", filter.kecamatan())
                .where("source = ?", filter.source())
                .where("words @@ ?::tsquery", filter.query().orElse(null))
                .either(filter.overdue(), "overdue", "NOT overdue");
    }

    /** In the order by urgency it says where to begin and end. */
    private static Conditions open(Conditions also, IncidentFilter filter) {
        return also.either(filter.open(), "urgency < 9", "urgency = 9");
    }

    private static Conditions after(IncidentQueries.Part part) {
        return part.after().isEmpty()
                ? Conditions.NONE
                : Conditions.NONE.and(part.order().after, part.after().toArray());
    }
}
