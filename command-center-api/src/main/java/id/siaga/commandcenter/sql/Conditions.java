package id.siaga.commandcenter.sql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a list is narrowed by: only what was asked for is in the statement, so that the planner sees no more than that.
 *
 * @param clauses true together; none leaves everything
 * @param values of their parameters, in their order
 */
public record Conditions(List<String> clauses, List<Object> values) {
    public static final Conditions NONE = new Conditions(List.of(), List.of());

    /** These and one more, with the values of its parameters. */
    public Conditions and(String clause, Object... more) {
        return and(new Conditions(List.of(clause), Arrays.asList(more)));
    }

    /** These and then those. */
    public Conditions and(Conditions others) {
        return new Conditions(joined(clauses, others.clauses), joined(values, others.values));
    }

    private static <T> List<T> joined(List<T> some, List<T> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    /** Such as {@code state = ?}; null asks for nothing. */
    public Conditions where(String clause, @Nullable Object wanted) {
        return wanted == null ? this : and(clause, wanted);
    }

    /** One of two conditions without parameters; null asks for neither. */
    public Conditions either(@Nullable Boolean wanted, String yes, String no) {
        return wanted == null ? this : and(wanted ? yes : no);
    }

    /** For a WHERE. */
    public String sql() {
        return clauses.isEmpty() ? "true" : String.join("\n  AND ", clauses);
    }

    /** The values, and what follows them in the statement. */
    public Object[] valuesAnd(Object... last) {
        List<Object> all = new ArrayList<>(values);
        all.addAll(Arrays.asList(last));
        return all.toArray();
    }
}
