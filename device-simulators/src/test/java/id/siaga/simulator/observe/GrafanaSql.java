package id.siaga.simulator.observe;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * SQL of a panel as Grafana's PostgreSQL data source sends it: variables first, as the browser does, then the macros,
 * as its server does. Anything it would refuse, and any way of writing that our dashboards do not use, is refused here.
 *
 * @param interval what the browser takes for {@code $__interval}
 * @param timescale the data source's switch "TimescaleDB"
 */
record GrafanaSql(Instant from, Instant to, Duration interval, boolean timescale, Map<String, List<String>> variables) {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)(?::(\\w+))?}|\\$(__interval(?:_ms)?)\\b");
    private static final Pattern MACRO = Pattern.compile("\\$([_a-zA-Z0-9]+)\\(([^)]*)\\)(,?)");
    private static final Pattern INTERVAL = Pattern.compile("'?(\\d+)(ms|s|m|h|d)'?");

    String expanded(String sql) {
        String macros = VARIABLE.matcher(sql).replaceAll(found -> Matcher.quoteReplacement(variable(found)));
        String plain = MACRO.matcher(macros).replaceAll(found -> Matcher.quoteReplacement(macro(found)));
        if (plain.contains("$")) {
            throw new IllegalArgumentException("not expanded: " + plain);
        }
        return plain;
    }

    private String variable(MatchResult found) {
        String name = found.group(1) == null ? found.group(3) : found.group(1);
        if (name.equals("__interval")) {
            return interval.toSeconds() + "s";
        }
        if (name.equals("__interval_ms")) {
            return Long.toString(interval.toMillis());
        }
        List<String> values = variables.get(name);
        if (values == null) {
            throw new IllegalArgumentException("no variable " + name);
        }
        return switch (String.valueOf(found.group(2))) {
            case "sqlstring" -> values.stream().map(value -> "'" + value.replace("'", "''") + "'")
                    .collect(Collectors.joining(","));
            case "raw" -> String.join(",", values);
            default -> throw new IllegalArgumentException("say how to write it: ${" + name + ":sqlstring}");
        };
    }

    private String macro(MatchResult found) {
        List<String> arguments = Arrays.stream(found.group(2).split(",", -1)).map(String::strip).toList();
        String column = arguments.get(0);
        // A comma right behind it was once taken for a time column, and still is.
        String alias = found.group(3).isEmpty() ? "" : " AS \"time\"";
        return switch (found.group(1)) {
            case "__time" -> column + " AS \"time\"";
            case "__timeEpoch" -> "extract(epoch from " + column + ") as \"time\"";
            case "__timeFilter" -> "%s BETWEEN '%s' AND '%s'".formatted(column, from, to);
            case "__timeFrom" -> "'" + from + "'";
            case "__timeTo" -> "'" + to + "'";
            case "__timeGroup" -> timeGroup(arguments) + alias;
            case "__timeGroupAlias" -> timeGroup(arguments) + " AS \"time\"";
            case "__unixEpochFilter" -> "%1$s >= %2$d AND %1$s <= %3$d".formatted(column, from.getEpochSecond(),
                    to.getEpochSecond());
            case "__unixEpochFrom" -> Long.toString(from.getEpochSecond());
            case "__unixEpochTo" -> Long.toString(to.getEpochSecond());
            case "__unixEpochGroup" -> epochGroup(arguments);
            case "__unixEpochGroupAlias" -> epochGroup(arguments) + " AS \"time\"";
            default -> throw new IllegalArgumentException("unknown macro " + found.group(1));
        } + found.group(3);
    }

    private String timeGroup(List<String> arguments) {
        String column = arguments.get(0);
        double seconds = seconds(arguments);
        return timescale
                ? "time_bucket('%.3fs',%s)".formatted(seconds, column)
                : "floor(extract(epoch from %s)/%s)*%s".formatted(column, number(seconds), number(seconds));
    }

    private static String epochGroup(List<String> arguments) {
        String seconds = number(seconds(arguments));
        return "floor((%s)/%s)*%s".formatted(arguments.get(0), seconds, seconds);
    }

    private static double seconds(List<String> arguments) {
        Matcher interval = INTERVAL.matcher(arguments.size() < 2 ? "" : arguments.get(1));
        if (!interval.matches()) {
            throw new IllegalArgumentException("a time group needs a column and an interval: " + arguments);
        }
        return Long.parseLong(interval.group(1)) * switch (interval.group(2)) {
            case "ms" -> 0.001;
            case "s" -> 1;
            case "m" -> 60;
            case "h" -> 3_600;
            default -> 86_400;
        };
    }

    private static String number(double seconds) {
        return seconds == Math.rint(seconds) ? Long.toString((long) seconds) : Double.toString(seconds);
    }
}
