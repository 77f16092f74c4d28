package id.siaga.ingest.decode;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import id.siaga.ingest.telemetry.Reject;
import id.siaga.ingest.telemetry.Value;

/**
 * InfluxDB line protocol, read from left to right: {@code measurement[,tag=value]* field=value[,field=value]* [time]}
 * (docs.influxdata.com, "Line protocol"). A quoted string may hold anything, line ends too.
 */
final class LineProtocol {

    /** Telegraf's own batch is 1,000. */
    static final int POINTS = 1000;
    private static final int MEMBERS = 200;
    private static final String ESCAPED = ",= ";
    private static final String KEY_ENDS = "=, \t";

    private final String text;
    private final Epoch epoch;
    private int at;

    private LineProtocol(String text, Epoch epoch) {
        this.text = text;
        this.epoch = epoch;
    }

    static List<Point> read(String text, Epoch epoch) throws Refused {
        return new LineProtocol(text, epoch).points();
    }

    private List<Point> points() throws Refused {
        List<Point> points = new ArrayList<>();
        for (skipBetween(); at < text.length(); skipBetween()) {
            if (points.size() == POINTS) {
                throw new Refused(Reject.TOO_MANY_SAMPLES, "more than " + POINTS + " lines");
            }
            points.add(point());
        }
        return points;
    }

    /** White space, empty lines and comments. */
    private void skipBetween() {
        while (at < text.length() && (isBlank(text.charAt(at)) || text.charAt(at) == '#')) {
            if (text.charAt(at) == '#') {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else {
                at++;
            }
        }
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    private Point point() throws Refused {
        int start = at;
        String measurement = word("measurement", ", \t", ", ");
        LineMembers<String> tags = tags(text.substring(start, at));
        skipSpaces();
        LineMembers<Value> fields = fields();
        int rest = at;
        skipSpaces();
        Instant time = time();
        boolean whole = tags.whole() && fields.whole();
        String source = whole
                ? text.substring(start, at)
                : String.join(",", tags.written()) + " " + String.join(",", fields.written())
                        + text.substring(rest, at);
        return new Point(measurement, tags.known(), fields.known(), time, source.stripTrailing(), whole);
    }

    private LineMembers<String> tags(String measurement) throws Refused {
        LineMembers<String> tags = new LineMembers<>();
        tags.written().add(measurement);
        while (take(',')) {
            int start = at;
            String key = word("tag", KEY_ENDS, ESCAPED);
            expect('=', "tag '" + key + "' has no value");
            tags.add(key, word("value of tag '" + key + "'", ", \t", ESCAPED), text.substring(start, at));
            bound(tags);
        }
        return tags;
    }

    private LineMembers<Value> fields() throws Refused {
        LineMembers<Value> fields = new LineMembers<>();
        do {
            int start = at;
            String key = word("field", KEY_ENDS, ESCAPED);
            expect('=', "field '" + key + "' has no value");
            Value value = peek() == '"' ? Value.of(quoted(key)) : LineValue.of(key, bare(key));
            fields.add(key, value, text.substring(start, at));
            bound(fields);
        } while (take(','));
        return fields;
    }

    private void bound(LineMembers<?> members) throws Refused {
        if (members.known().size() > MEMBERS) {
            throw fault("more than " + MEMBERS + " tags or fields");
        }
    }

    private @Nullable Instant time() throws Refused {
        String digits = upTo("\n").strip();
        if (digits.isEmpty()) {
            return null;
        }
        if (digits.length() > 20 || !digits.matches("-?\\d+")) {
            throw fault("the timestamp is not a whole number");
        }
        return epoch.instant(new BigDecimal(digits));
    }

    /** A name or tag value: ends before one of {@code stops} that no backslash precedes. */
    private String word(String what, String stops, String escapable) throws Refused {
        StringBuilder word = new StringBuilder();
        for (char c = peek(); c != 0 && c != '\n' && stops.indexOf(c) < 0; c = peek()) {
            boolean escape = c == '\\' && at + 1 < text.length() && escapable.indexOf(text.charAt(at + 1)) >= 0;
            at += escape ? 1 : 0;
            word.append(text.charAt(at++));
        }
        if (word.isEmpty()) {
            throw fault(what + " is empty");
        }
        return word.toString();
    }

    private String quoted(String key) throws Refused {
        StringBuilder string = new StringBuilder();
        at++;
        for (char c = peek(); c != '"'; c = peek()) {
            if (c == 0) {
                throw fault("field '" + key + "': the quote does not end");
            }
            boolean escape = c == '\\' && at + 1 < text.length() && "\"\\".indexOf(text.charAt(at + 1)) >= 0;
            at += escape ? 1 : 0;
            string.append(text.charAt(at++));
        }
        at++;
        if (at < text.length() && ", \t\r\n".indexOf(peek()) < 0) {
            throw fault("field '" + key + "': something follows the quote");
        }
        return string.toString();
    }

    private String bare(String key) throws Refused {
        String bare = upTo(", \t\r\n");
        if (bare.isEmpty()) {
            throw fault("field '" + key + "' has no value");
        }
        return bare;
    }

    private String upTo(String stops) {
        int start = at;
        while (at < text.length() && stops.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(start, at);
    }

    private void skipSpaces() {
        while (peek() == ' ' || peek() == '\t') {
            at++;
        }
    }

    private boolean take(char wanted) {
        boolean there = peek() == wanted;
        at += there ? 1 : 0;
        return there;
    }

    private void expect(char wanted, String otherwise) throws Refused {
        if (!take(wanted)) {
            throw fault(otherwise);
        }
    }

    /** The next character, NUL at the end; the text holds none. */
    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private Refused fault(String what) {
        long line = text.substring(0, Math.min(at, text.length())).chars().filter(c -> c == '\n').count() + 1;
        return new Refused(Reject.MALFORMED, "line " + line + ": " + what);
    }
}
