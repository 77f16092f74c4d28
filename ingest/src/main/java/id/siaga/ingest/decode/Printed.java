package id.siaga.ingest.decode;

import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number as people print it: {@code 2799 mm}, {@code 22.10 °C}, {@code -1.5}. Anything else is no measurement, a
 * decimal comma too: it might part thousands. */
record Printed(double value, String unit) {

    private static final int CHARS = 40;
    private static final Pattern NUMBER = Pattern.compile("([-+]?\\d+(?:\\.\\d+)?)\\s*([^\\d\\s.,;:+-]\\S*)?");

    static Printed parse(String text) {
        Matcher printed = NUMBER.matcher(text.strip());
        return text.length() <= CHARS && printed.matches()
                ? new Printed(Double.parseDouble(printed.group(1)), printed.group(2) == null ? "" : printed.group(2))
                : new Printed(Double.NaN, "");
    }

    /** A number without a unit. */
    static OptionalDouble plain(String text) {
        Printed quantity = parse(text);
        return quantity.measured() && quantity.unit().isEmpty()
                ? OptionalDouble.of(quantity.value())
                : OptionalDouble.empty();
    }

    boolean measured() {
        return !Double.isNaN(value);
    }
}
