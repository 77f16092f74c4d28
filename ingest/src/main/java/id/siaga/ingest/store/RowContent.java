package id.siaga.ingest.store;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The columns of a typed row that hold what was measured. Who sends one metric to a message (Telegraf, collectd) says
 * in several messages what belongs into one row: a later one completes it where it does not contradict it.
 */
record RowContent(List<String> columns) {

    static final RowContent NONE = new RowContent(List.of());

    /** Writes into rows that are there what only {@code incoming} has; gives the messages that brought it. */
    String complete(String table) {
        return """
               UPDATE telemetry.%1$s AS stored SET flags = stored.flags | incoming.flags, %2$s
               FROM pg_temp.incoming_%1$s AS incoming
               WHERE stored.device_id = incoming.device_id AND stored.observed_at = incoming.observed_at
                   AND stored.message_id <> incoming.message_id AND (%3$s) AND (%4$s)
               RETURNING incoming.message_id""".formatted(table,
                each(", ", name -> "%1$s = coalesce(stored.%1$s, incoming.%1$s)".formatted(name)),
                each(" AND ", name -> "coalesce(stored.%1$s = incoming.%1$s, true)".formatted(name)),
                each(" OR ",
                        name -> "stored.%1$s IS NULL AND incoming.%1$s IS NOT NULL".formatted(name)));
    }

    /** Whether the row {@code first} says all that {@code incoming} says. */
    String contained() {
        return columns.isEmpty()
                ? "false"
                : each(" AND ", name -> "coalesce(incoming.%1$s IS NULL OR incoming.%1$s = first.%1$s, false)"
                        .formatted(name));
    }

    private String each(String separator, UnaryOperator<String> expression) {
        return columns.stream().map(expression).collect(Collectors.joining(separator));
    }
}
