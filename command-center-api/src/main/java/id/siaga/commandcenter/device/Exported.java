package id.siaga.commandcenter.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.regex.Pattern;

/** Rows as CSV (RFC 4180) for people's spreadsheets, from where they may come back. */
public final class Exported {
    /** A spreadsheet would take such a text for a formula. */
    private static final Pattern FORMULA = Pattern.compile("^[=+\\-@\\t\\r].*", Pattern.DOTALL);
    private static final Pattern GUARDED = Pattern.compile("^'[=+\\-@\\t\\r].*", Pattern.DOTALL);

    private Exported() {
    }

    /** A table with these columns; a field that is not there, or null, is an empty cell. */
    public static String csv(List<String> columns, List<ObjectNode> rows) {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().build(text)) {
            csv.writeRecord(columns);
            rows.forEach(row -> csv.writeRecord(columns.stream().map(column -> cell(row.path(column))).toList()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static String cell(JsonNode value) {
        if (value.isTextual()) {
            return guarded(value.textValue());
        }
        String text = value.isNull() ? "" : value.asText();
        // With three decimals the separator could be one of thousands.
        return value.isNumber() && value.decimalValue().scale() == 3 ? text + "0" : text;
    }

    static String guarded(String text) {
        return FORMULA.matcher(text).matches() ? "'" + text : text;
    }

    static String unguarded(String cell) {
        return GUARDED.matcher(cell).matches() ? cell.substring(1) : cell;
    }
}
