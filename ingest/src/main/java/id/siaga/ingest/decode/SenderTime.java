package id.siaga.ingest.decode;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.JsonNode;

import id.siaga.ingest.telemetry.Clocks;
import id.siaga.ingest.telemetry.Flag;
import id.siaga.ingest.telemetry.Message;

/**
 * A clock as devices write it: seconds or milliseconds since 1970, ISO 8601 with an offset, or a local time, which means
 * something only where a route's option {@code zone} says which.
 */
final class SenderTime {

    /** Beyond it a count since 1970 is in milliseconds: as seconds it would be the year 5138. */
    private static final double LARGEST_SECONDS = 1e11;
    private static final double LARGEST_MILLIS = 1e14;
    private static final Map<String, ZoneId> INDONESIA = Map.of("WIB", ZoneId.of("+07:00"), "WITA",
            ZoneId.of("+08:00"), "WIT", ZoneId.of("+09:00"));
    private static final List<DateTimeFormatter> LOCAL = List.of(DateTimeFormatter.ISO_LOCAL_DATE_TIME,
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss"), DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss"));

    private SenderTime() {
    }

    /** {@code +07:00}, {@code Asia/Jakarta}, {@code WIB}, {@code WITA}, {@code WIT}; null when the route says none. */
    static @Nullable ZoneId zone(Route route) throws Refused {
        String zone = route.options().get("zone");
        try {
            return zone == null ? null : INDONESIA.containsKey(zone) ? INDONESIA.get(zone) : ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw Refused.shape("option zone: '" + zone + "' is no time zone");
        }
    }

    /** The first time that can be read, else the door's; {@code ZONE_ASSUMED} when a zone was all that it lacked. */
    static Clocks choose(Message message, List<JsonNode> written, @Nullable ZoneId zone) {
        int flags = 0;
        for (JsonNode time : written) {
            Optional<Instant> instant = instant(time, zone);
            if (instant.isPresent()) {
                Clocks clocks = Clocks.choose(message, instant.get(), null, null);
                return new Clocks(clocks.observedAt(), clocks.source(), clocks.flags() | flags);
            }
            flags |= zone == null && local(time.asText()).isPresent() ? Flag.ZONE_ASSUMED.bit() : 0;
        }
        Clocks clocks = Clocks.choose(message, null, null, null);
        return new Clocks(clocks.observedAt(), clocks.source(), clocks.flags() | flags);
    }

    static Optional<Instant> instant(JsonNode time, @Nullable ZoneId zone) {
        if (time.isNumber()) {
            return counted(time.doubleValue());
        }
        String text = time.asText().strip();
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            return zone == null ? Optional.empty() : local(text).map(local -> local.atZone(zone).toInstant());
        }
    }

    private static Optional<Instant> counted(double since1970) {
        if (!(Math.abs(since1970) < LARGEST_MILLIS)) {
            return Optional.empty();
        }
        double millis = Math.abs(since1970) < LARGEST_SECONDS ? since1970 * 1000 : since1970;
        return Optional.of(Instant.ofEpochMilli(Math.round(millis)));
    }

    private static Optional<LocalDateTime> local(String text) {
        for (DateTimeFormatter form : LOCAL) {
            try {
                return Optional.of(LocalDateTime.parse(text, form));
            } catch (DateTimeParseException e) {
                // the next form
            }
        }
        return Optional.empty();
    }
}
