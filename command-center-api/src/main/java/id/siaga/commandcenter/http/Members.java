package id.siaga.commandcenter.http;

import com.fasterxml.jackson.databind.JsonNode;
import id.siaga.commandcenter.device.FieldError;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A JSON object read field by field; everything wrong in it is told at once by {@link #check}. */
final class Members {
    private final JsonNode body;
    private final List<FieldError> errors = new ArrayList<>();

    /** @param known whatever else the body has is refused */
    Members(JsonNode body, String... known) {
        this.body = body;
        Set<String> names = Set.copyOf(Arrays.asList(known));
        body.fieldNames().forEachRemaining(name -> {
            if (!names.contains(name)) {
                wrong(name, "tidak dikenal (unknown field)");
            }
        });
    }

    private void wrong(String name, String reason) {
        errors.add(new FieldError(name, reason));
    }

    /** Absent, null and blank are the same. */
    Optional<String> text(String name, int longest) {
        JsonNode value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual() || value.asText().length() > longest) {
            wrong(name, "teks sampai %d huruf (text)".formatted(longest));
            return Optional.empty();
        }
        return Optional.of(value.asText()).filter(text -> !text.isBlank());
    }

    String required(String name, int longest) {
        return needed(name, text(name, longest), "");
    }

    String matching(String name, Pattern pattern, String words) {
        String text = required(name, 200);
        if (!text.isEmpty() && !pattern.matcher(text).matches()) {
            wrong(name, words);
        }
        return text;
    }

    private <T> T needed(String name, Optional<T> value, T otherwise) {
        if (value.isEmpty() && errors.stream().noneMatch(error -> error.field().equals(name))) {
            wrong(name, "wajib (required)");
        }
        return value.orElse(otherwise);
    }

    Optional<Instant> instant(String name) {
        try {
            return text(name, 40).map(text -> OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            wrong(name, "harus waktu RFC 3339 (RFC 3339 time)");
            return Optional.empty();
        }
    }

    Instant requiredInstant(String name) {
        return needed(name, instant(name), Instant.EPOCH);
    }

    /** A calendar date, as yyyy-mm-dd. */
    String date(String name) {
        String text = required(name, 10);
        try {
            return text.isEmpty() ? text : LocalDate.parse(text).toString();
        } catch (DateTimeException e) {
            wrong(name, "harus tanggal seperti 2026-11-21 (date)");
            return "";
        }
    }

    long whole(String name, long least, long most) {
        JsonNode value = body.path(name);
        if (!value.isIntegralNumber() || value.longValue() < least || value.longValue() > most) {
            wrong(name, "harus bilangan bulat %d sampai %d (whole number)".formatted(least, most));
        }
        return value.longValue();
    }

    boolean truth(String name) {
        JsonNode value = body.path(name);
        if (!value.isMissingNode() && !value.isBoolean()) {
            wrong(name, "harus true atau false (must be)");
        }
        return value.booleanValue();
    }

    /** One of {@code type}'s names; the first of them when it is wrong, which {@link #check} tells. */
    <E extends Enum<E>> E choice(String name, Class<E> type) {
        return needed(name, text(name, 100).flatMap(text -> named(name, text, type)), type.getEnumConstants()[0]);
    }

    /** Several of {@code type}'s names; none when absent. */
    <E extends Enum<E>> List<E> choices(String name, Class<E> type) {
        List<E> all = new ArrayList<>();
        body.path(name).forEach(each -> named(name, each.asText(), type).ifPresent(all::add));
        return List.copyOf(all);
    }

    private <E extends Enum<E>> Optional<E> named(String name, String text, Class<E> type) {
        Optional<E> found = Arrays.stream(type.getEnumConstants()).filter(each -> each.name().equals(text)).findFirst();
        if (found.isEmpty()) {
            wrong(name, "harus salah satu dari (one of) " + Arrays.toString(type.getEnumConstants()));
        }
        return found;
    }

    /** Says that a value is wrong for a reason only the caller knows. */
    Members expect(boolean right, String name, String reason) {
        if (!right) {
            wrong(name, reason);
        }
        return this;
    }

    void check() {
        if (!errors.isEmpty()) {
            throw Problem.validation(errors);
        }
    }
}
