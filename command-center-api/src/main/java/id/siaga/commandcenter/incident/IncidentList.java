package id.siaga.commandcenter.incident;

import id.siaga.commandcenter.account.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The statement of a list: only what was asked for is in it. Whoever sees some kecamatan gets the first of each and of
 * what is shared, and of these together the first; so each is one walk along an index in the order of the list.
 */
record IncidentList(String sql, List<Object> values) {

    /** A condition with its parameters. */
    private record Condition(String sql, List<Object> values) {

        static Condition of(String sql) {
            return new Condition(sql, List.of());
        }

        static Condition of(String sql, Object value) {
            return new Condition(sql, List.of(value));
        }
    }

    static IncidentList of(Scope scope, IncidentFilter filter, IncidentQueries.Part part) {
        List<Condition> asked = asked(filter, part);
        List<String> walks = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        for (Condition seen : seen(scope)) {
            List<Condition> all = Stream.concat(Stream.of(seen), asked.stream()).toList();
            walks.add(walk(all, part.order()));
            all.forEach(each -> values.addAll(each.values()));
            values.add(part.limit());
        }
        values.add(part.limit());
        return new IncidentList(
                """
                SELECT v.*
                FROM (SELECT incident_id FROM (%s) seen ORDER BY %s LIMIT ?) page
                JOIN command.incident_json v ON v.id = page.incident_id
                ORDER BY %s""".formatted(String.join("\nUNION\n", walks), part.order().sql, part.order().outer),
                values);
    }

    private static String walk(List<Condition> all, IncidentOrder order) {
        return "(SELECT incident_id, urgency FROM command.incident WHERE %s ORDER BY %s LIMIT ?)".formatted(
                all.stream().map(Condition::sql).collect(Collectors.joining("\n  AND ")), order.sql);
    }

    private static List<Condition> seen(Scope scope) {
        return scope.kecamatan().map(codes -> Stream.concat(
                codes.stream().map(code -> Condition.of("kecamatan_code = ?", code)),
                Stream.of(Condition.of("shared_with <> '{}' AND shared_with && ?", codes.toArray(String[]::new))))
                .toList()).orElse(List.of(Condition.of("true")));
    }

    private static List<Condition> asked(IncidentFilter filter, IncidentQueries.Part part) {
        List<Condition> all = new ArrayList<>();
        equal(all, "state", filter.state());
        equal(all, "priority", filter.priority());
        equal(all, "category", filter.category());
        equal(all, filter.isKecamatanCoded() ? "kecamatan_code" : "kecamatan", filter.kecamatan());
        equal(all, "source", filter.source());
        filter.query().ifPresent(words -> all.add(Condition.of("words @@ ?::tsquery", words)));
        truth(all, filter.overdue(), "overdue", "NOT overdue");
        truth(all, filter.open(), "urgency < 9", "urgency = 9");
        if (!part.after().isEmpty()) {
            all.add(new Condition(part.order().after, List.copyOf(part.after())));
        }
        return all;
    }

    private static void equal(List<Condition> all, String column, @Nullable String wanted) {
        if (wanted != null) {
            all.add(Condition.of(column + " = ?", wanted));
        }
    }

    private static void truth(List<Condition> all, @Nullable Boolean wanted, String yes, String no) {
        if (wanted != null) {
            all.add(Condition.of(wanted ? yes : no));
        }
    }
}
