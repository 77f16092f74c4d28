package id.siaga.commandcenter.ops;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** An instant as people in Bekasi read it; {@code iso} is for machines, {@code age} is how long ago it was. */
public record Moment(String iso, String text, String age) {
    static final ZoneId WIB = ZoneId.of("Asia/Jakarta");
    private static final Locale INDONESIAN = Locale.of("id", "ID");
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM yyyy HH:mm:ss 'WIB'", INDONESIAN)
            .withZone(WIB);
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("d MMM yyyy", INDONESIAN);
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", INDONESIAN).withZone(WIB);

    static Moment of(Instant at, Instant now) {
        return new Moment(at.toString(), DAY.format(at), age(Duration.between(at, now)));
    }

    /** Of a field that may be absent or null. */
    static Optional<Moment> in(JsonNode time, Instant now) {
        return Optional.ofNullable(time.textValue()).map(text -> of(Instant.parse(text), now));
    }

    /** A day without a time, as it is written in letters; as it came where it is none. */
    static String day(String iso) {
        try {
            return DATE.format(LocalDate.parse(iso));
        } catch (DateTimeException e) {
            return iso;
        }
    }

    /** As typed in Jakarta, as the API reads it; as it was typed, for the API to refuse, where it is no time. */
    static String typed(String local) {
        try {
            return LocalDateTime.parse(local).atZone(WIB).toInstant().toString();
        } catch (DateTimeException e) {
            return local;
        }
    }

    static String clock(Instant at) {
        return CLOCK.format(at);
    }

    /** As the wall says it: dtk, mnt, jam, hari. */
    static String age(Duration age) {
        long seconds = Math.max(0, age.toSeconds());
        if (seconds < 60) {
            return seconds + " dtk";
        }
        if (seconds < 3_600) {
            return seconds / 60 + " mnt";
        }
        return seconds < 86_400
                ? "%d jam %02d mnt".formatted(seconds / 3_600, seconds / 60 % 60)
                : "%d hari %d jam".formatted(seconds / 86_400, seconds / 3_600 % 24);
    }
}
