package id.siaga.commandcenter.http;

import com.fasterxml.jackson.databind.JsonNode;
import id.siaga.commandcenter.device.FieldError;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The members of a body, each with what is wrong with it, told all at once. */
final class Fields {
    private final JsonNode body;
    private final String prefix;
    private final List<FieldError> errors;

    private Fields(JsonNode body, String prefix, List<FieldError> errors, Set<String> known) {
        this.body = body;
        this.prefix = prefix;
        this.errors = errors;
        body.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                wrong(name, "tidak dikenal (unknown field)");
            }
        });
    }

    static Fields of(JsonNode body, Set<String> known) {
        return new Fields(body, "", new ArrayList<>(), known);
    }

    /** The members of a member that is an object; its errors are told with ours. */
    Fields in(String name, Set<String> known) {
        return new Fields(body.path(name), prefix + name + ".", errors, known);
    }

    /** The members of each element of an array. */
    List<Fields> each(String name, Set<String> known) {
        List<Fields> all = new ArrayList<>();
        for (JsonNode element : body.path(name)) {
            all.add(new Fields(element, "%s%s[%d].".formatted(prefix, name, all.size()), errors, known));
        }
        return all;
    }

    boolean has(String name) {
        return body.hasNonNull(name);
    }

    void wrong(String name, String reason) {
        errors.add(new FieldError(prefix + name, reason));
    }

    /** Text that is not blank and has at most {@code most} characters. */
    Optional<String> text(String name, int most) {
        return read(name, "harus teks 1 sampai %d huruf (text)".formatted(most),
                node -> Optional.ofNullable(node.textValue()).map(String::strip)
                        .filter(text -> !text.isEmpty() && text.length() <= most));
    }

    <T> Optional<T> word(String name, Function<String, Optional<T>> named) {
        return read(name, "nilai tidak dikenal (unknown value)",
                node -> Optional.ofNullable(node.textValue()).flatMap(named));
    }

    Optional<Instant> instant(String name) {
        return read(name, "harus waktu RFC 3339 (RFC 3339 time)", node -> parsed(node.asText(),
                text -> OffsetDateTime.parse(text).toInstant()));
    }

    Optional<LocalDate> date(String name) {
        return read(name, "harus tanggal seperti 2026-11-21 (ISO 8601 date)",
                node -> parsed(node.asText(), LocalDate::parse));
    }

    Optional<Double> number(String name, double min, double max) {
        return read(name, "harus angka dari %s sampai %s (number)".formatted(min, max),
                node -> Optional.of(node.doubleValue())
                        .filter(value -> node.isNumber() && value >= min && value <= max));
    }

    Optional<Long> whole(String name, long min, long max) {
        return read(name, "harus bilangan bulat (whole number)", node -> Optional.of(node.longValue())
                .filter(value -> node.isIntegralNumber() && value >= min && value <= max));
    }

    boolean truth(String name) {
        return read(name, "harus true atau false (true or false)",
                node -> Optional.of(node.booleanValue()).filter(value -> node.isBoolean())).orElse(false);
    }

    /** At least one id. */
    List<Long> ids(String name) {
        List<Long> ids = new ArrayList<>();
        for (JsonNode id : body.path(name)) {
            ids.add(id.longValue());
        }
        if (ids.isEmpty()) {
            wrong(name, "harus daftar id (list of ids)");
        }
        return List.copyOf(ids);
    }

    /** What must be there; {@code instead} only stands in until {@link #check}. */
    <T> T needed(String name, Optional<T> value, T instead) {
        if (!has(name)) {
            wrong(name, "wajib diisi (required)");
        }
        return value.orElse(instead);
    }

    private <T> Optional<T> read(String name, String form, Function<JsonNode, Optional<T>> reader) {
        Optional<T> value = has(name) ? reader.apply(body.path(name)) : Optional.empty();
        if (has(name) && value.isEmpty()) {
            wrong(name, form);
        }
        return value;
    }

    private static <T> Optional<T> parsed(String text, Function<String, T> parser) {
        try {
            return Optional.of(parser.apply(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Refuses the request when anything was wrong. */
    void check() {
        if (!errors.isEmpty()) {
            throw Problem.validation(errors);
        }
    }
}
