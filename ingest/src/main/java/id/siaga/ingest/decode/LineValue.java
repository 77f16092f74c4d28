package id.siaga.ingest.decode;

import java.util.Map;
import java.util.regex.Pattern;

import id.siaga.ingest.telemetry.Reject;
import id.siaga.ingest.telemetry.Value;

/** An unquoted field value of the line protocol: {@code 1.5}, {@code 3i}, {@code 3u}, {@code t}, {@code FALSE}. */
final class LineValue {

    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d{1,4})?");
    private static final Pattern WHOLE = Pattern.compile("-?\\d{1,20}[iu]");
    private static final int CHARS = 64;
    private static final Map<String, Boolean> TRUTHS = Map.of("t", true, "T", true, "true", true, "True", true, "TRUE",
            true, "f", false, "F", false, "false", false, "False", false, "FALSE", false);

    private LineValue() {
    }

    static Value of(String field, String text) throws Refused {
        Boolean truth = TRUTHS.get(text);
        if (truth != null) {
            return Value.of(truth.booleanValue());
        }
        double number = number(text);
        if (!Double.isFinite(number)) {
            throw new Refused(Reject.MALFORMED, "field '" + field + "' is neither number, truth nor quoted text");
        }
        return Value.of(number);
    }

    private static double number(String text) {
        if (WHOLE.matcher(text).matches()) {
            return Double.parseDouble(text.substring(0, text.length() - 1));
        }
        return text.length() <= CHARS && NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
    }
}
