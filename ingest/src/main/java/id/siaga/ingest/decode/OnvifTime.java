package id.siaga.ingest.decode;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAccessor;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.JsonNode;

/** A time of ONVIF: UTC, as the member's name says, where no zone is written. */
final class OnvifTime {

    private OnvifTime() {
    }

    static @Nullable Instant of(JsonNode object, String member) throws Refused {
        Optional<String> text = new Members(object).text(member);
        if (text.isEmpty()) {
            return null;
        }
        try {
            TemporalAccessor time = DateTimeFormatter.ISO_DATE_TIME.parseBest(text.get(), OffsetDateTime::from,
                    LocalDateTime::from);
            return time instanceof OffsetDateTime offset
                    ? offset.toInstant()
                    : LocalDateTime.from(time).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            throw Refused.shape(member + " is not a date and time");
        }
    }
}
