package id.siaga.ingest.store;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The columns of a row that say something.
 *
 * @param compared what another message about the same row must not contradict
 * @param completed what a later message may fill in: who sends one metric to a message (Telegraf, collectd) says in
 *        several messages what belongs into one row
 */
record RowContent(List<String> compared, List<String> completed) {

    static final RowContent NONE = whole(List.of());

    /** A row that is told as a whole. */
    static RowContent whole(List<String> columns) {
        return new RowContent(columns, List.of());
    }

    /** A row that may be told piece by piece. */
    static RowContent pieces(List<String> columns) {
        return new RowContent(columns, columns);
    }

    /** Writes into rows that are there what only {@code incoming} has; gives the messages that brought it. */
    String complete(String table) {
        return """
               UPDATE telemetry.%1$s AS stored SET flags = stored.flags | incoming.flags, %2$s
               FROM pg_temp.incoming_%1$s AS incoming
               WHERE stored.device_id = incoming.device_id AND stored.observed_at = incoming.observed_at
                   AND stored.message_id <> incoming.message_id AND (%3$s) AND (%4$s)
               RETURNING incoming.message_id""".formatted(table,
                each(completed, ", ", name -> "%1$s = coalesce(stored.%1$s, incoming.%1$s)".formatted(name)),
                each(completed, " AND ", name -> "coalesce(stored.%1$s = incoming.%1$s, true)".formatted(name)),
                each(completed, " OR ",
                        name -> "stored.%1$s IS NULL AND incoming.%1$s IS NOT NULL".formatted(name)));
    }

    /** Whether the row {@code first} says all that {@code incoming} says. */
    String contained() {
        return each(compared, " AND ",
                name -> "coalesce(incoming.%1$s IS NULL OR incoming.%1$s = first.%1$s, false)".formatted(name));
    }

    private static String each(List<String> columns, String separator, UnaryOperator<String> expression) {
        return columns.stream().map(expression).collect(Collectors.joining(separator));
    }
}
