package id.siaga.ingest.decode;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

/** Times since 1970 in the unit that a route's option {@code precision} names: {@code ns}, {@code us}, {@code ms}, {@code s}. */
record Epoch(int digits) {

    private static final Map<String, Integer> DIGITS = Map.of("ns", 9, "us", 6, "ms", 3, "s", 0);
    private static final BigDecimal LATEST_S = new BigDecimal("253402300799");

    static Epoch of(Route route, String usual) throws Refused {
        String unit = route.options().getOrDefault("precision", usual);
        Integer digits = DIGITS.get(unit);
        if (digits == null) {
            throw Refused.shape("route: precision '" + unit + "' is none of " + DIGITS.keySet());
        }
        return new Epoch(digits);
    }

    Instant instant(JsonNode time, String member) throws Refused {
        if (!time.isNumber() || !Double.isFinite(time.doubleValue())) {
            throw Refused.shape(member + " is not a number");
        }
        return instant(time.decimalValue());
    }

    /** Years 1970 to 9999; whether the clock can be believed is asked elsewhere. */
    Instant instant(BigDecimal time) throws Refused {
        if (time.precision() > 40 || Math.abs(time.scale()) > 40) {
            throw Refused.shape("timestamp is no time");
        }
        BigDecimal seconds = time.movePointLeft(digits);
        if (seconds.signum() < 0 || seconds.compareTo(LATEST_S) > 0) {
            throw Refused.shape("timestamp is not within the years 1970 to 9999");
        }
        BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
        return Instant.ofEpochSecond(whole.longValue(), seconds.subtract(whole).movePointRight(9).longValue());
    }
}
