package id.siaga.ingest.decode;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import id.siaga.ingest.telemetry.Reject;

/** collectd's plain payload; what it is about stands in the topic. */
final class CollectdLine {

    private static final int CHARS = 4096;
    private static final Pattern TIME = Pattern.compile("\\d{1,12}(\\.\\d{1,9})?");
    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d{1,4})?");
    private static final Pattern NOTHING = Pattern.compile("u|[-+]?nan|[-+]?inf(inity)?");

    private CollectdLine() {
    }

    static CollectdList read(String payload, Route route) throws Refused {
        String[] parts = payload.length() <= CHARS ? payload.split(":", -1) : new String[0];
        if (parts.length < 2 || !TIME.matcher(parts[0]).matches()) {
            throw new Refused(Reject.MALFORMED, "not time:value[:value…]");
        }
        String[] plugin = named(route, "plugin");
        String[] type = named(route, "type");
        double[] values = new double[parts.length - 1];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(parts[i + 1], i);
        }
        return new CollectdList(City.device(route), plugin[0], plugin[1], type[0], type[1],
                new Epoch(0).instant(new BigDecimal(parts[0])), list(values));
    }

    private static List<Double> list(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    /** {@code interface-eth0} as name and instance; names have no hyphen. */
    private static String[] named(Route route, String level) throws Refused {
        String[] parts = route.capture(level).split("-", 2);
        if (parts[0].isEmpty()) {
            throw Refused.shape("topic: no " + level + " in it");
        }
        return new String[]{parts[0], parts.length > 1 ? parts[1] : ""};
    }

    private static double value(String text, int index) throws Refused {
        if (NOTHING.matcher(text.toLowerCase(Locale.ROOT)).matches()) {
            return Double.NaN;
        }
        if (!NUMBER.matcher(text).matches()) {
            throw new Refused(Reject.MALFORMED, "value " + (index + 1) + " is not a number");
        }
        return Double.parseDouble(text);
    }
}
