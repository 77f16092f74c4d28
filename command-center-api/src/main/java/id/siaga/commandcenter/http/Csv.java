package id.siaga.commandcenter.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Rows as RFC 4180: a header line of the first row's fields, empty for null. */
final class Csv {
    private static final String LINE = "\r\n";

    private Csv() {
    }

    static String of(List<ObjectNode> rows) {
        if (rows.isEmpty()) {
            return "";
        }
        Iterable<String> names = rows.getFirst()::fieldNames;
        return String.join(",", names) + LINE + rows.stream().map(Csv::line).collect(Collectors.joining());
    }

    private static String line(JsonNode row) {
        return StreamSupport.stream(row.spliterator(), false).map(Csv::cell).collect(Collectors.joining(",")) + LINE;
    }

    /** A text that a spreadsheet would take for a formula is led by an apostrophe. */
    private static String cell(JsonNode value) {
        String text = value.isNull() ? "" : value.asText();
        String safe = value.isTextual() && text.matches("(?s)[=+@\\-\\t\\r].*") ? "'" + text : text;
        return safe.matches("(?s).*[\",\\r\\n].*") ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
