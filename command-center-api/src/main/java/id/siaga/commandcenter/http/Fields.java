package id.siaga.commandcenter.http;

import com.fasterxml.jackson.databind.JsonNode;
import id.siaga.commandcenter.device.FieldError;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The members of a body, each with what is wrong with it, told all at once. */
final class Fields {
    private static final ZoneId WIB = ZoneId.of("Asia/Jakarta");

    private final JsonNode body;
    private final String prefix;
    private final List<FieldError> errors;

    private Fields(JsonNode body, String prefix, List<FieldError> errors, Set<String> known) {
        this.body = body;
        this.prefix = prefix;
        this.errors = errors;
        body.fieldNames().forEachRemaining(
                name -> expect(known.contains(name), name, "tidak dikenal (unknown field)"));
    }

    static Fields of(JsonNode body, Set<String> known) {
        return new Fields(body, "", new ArrayList<>(), known);
    }

    /** The members of a member that is an object; its errors are told with ours. */
    Fields in(String name, Set<String> known) {
        return new Fields(body.path(name), prefix + name + ".", errors, known);
    }

    /** The members of each element of an array, of which there may be none. */
    List<Fields> each(String name, Set<String> known) {
        List<Fields> all = new ArrayList<>();
        for (JsonNode element : body.path(name)) {
            all.add(new Fields(element, "%s%s[%d].".formatted(prefix, name, all.size()), errors, known));
        }
        return all;
    }

    /** As above; between one and {@code most}. */
    List<Fields> each(String name, int most, Set<String> known) {
        return expect(isArray(name, 1, most), name, "harus larik 1 sampai %d (array)".formatted(most))
                .each(name, known);
    }

    private boolean isArray(String name, int least, int most) {
        JsonNode array = body.path(name);
        return array.isArray() && array.size() >= least && array.size() <= most;
    }

    boolean has(String name) {
        return body.hasNonNull(name);
    }

    void wrong(String name, String reason) {
        errors.add(new FieldError(prefix + name, reason));
    }

    /** Says what is wrong with a value for a reason only the caller knows. */
    Fields expect(boolean right, String name, String reason) {
        if (!right) {
            wrong(name, reason);
        }
        return this;
    }

    /** Text that is not blank and has at most {@code most} characters, spaces at its ends among them. */
    Optional<String> verbatim(String name, int most) {
        return read(name, "harus teks 1 sampai %d huruf (text)".formatted(most),
                node -> Optional.ofNullable(node.textValue())
                        .filter(text -> !text.isBlank() && text.length() <= most));
    }

    /** The same without the spaces. */
    Optional<String> text(String name, int most) {
        return verbatim(name, most).map(String::strip);
    }

    /** The same where blank means absent. */
    Optional<String> maybe(String name, int most) {
        return body.path(name).asText("-").isBlank() ? Optional.empty() : text(name, most);
    }

    String required(String name, int most) {
        return needed(name, text(name, most), "");
    }

    List<String> texts(String name, int most) {
        List<String> texts = new ArrayList<>();
        body.path(name).forEach(item -> texts.add(item.asText()));
        expect(!has(name) || (isArray(name, 0, most)
                && texts.stream().noneMatch(text -> text.isBlank() || text.length() > 100)), name,
                "harus larik teks, paling banyak %d (array of text)".formatted(most));
        return texts;
    }

    <E extends Enum<E>> E choice(String name, Class<E> type) {
        return needed(name, word(name, text -> named(type, text)), type.getEnumConstants()[0]);
    }

    /** Several names; none when absent. */
    <E extends Enum<E>> List<E> choices(String name, Class<E> type) {
        List<String> texts = texts(name, type.getEnumConstants().length);
        List<E> all = texts.stream().flatMap(text -> named(type, text).stream()).toList();
        expect(all.size() == texts.size(), name, "nilai tidak dikenal (unknown value)");
        return all;
    }

    private static <E extends Enum<E>> Optional<E> named(Class<E> type, String text) {
        return Arrays.stream(type.getEnumConstants()).filter(each -> each.name().equals(text)).findFirst();
    }

    <T> Optional<T> word(String name, Function<String, Optional<T>> named) {
        return read(name, "nilai tidak dikenal (unknown value)",
                node -> Optional.ofNullable(node.textValue()).flatMap(named));
    }

    /** RFC 3339; without an offset it is WIB. */
    Optional<Instant> instant(String name) {
        return read(name, "harus waktu seperti 2026-11-21T07:00:00+07:00 (RFC 3339; tanpa selisih: WIB)",
                node -> moment(node.asText()));
    }

    /** The same; a day alone lasts until its end in WIB. */
    Optional<Instant> until(String name) {
        return read(name, "harus hari terakhir seperti 2026-11-21, atau waktu (last day, or RFC 3339 time)",
                node -> parsed(node.asText(),
                        text -> LocalDate.parse(text).plusDays(1).atStartOfDay(WIB).toInstant())
                        .or(() -> moment(node.asText())));
    }

    private static Optional<Instant> moment(String said) {
        return parsed(said, text -> OffsetDateTime.parse(text).toInstant())
                .or(() -> parsed(said, text -> LocalDateTime.parse(text).atZone(WIB).toInstant()));
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

    /** Between one id and {@code most}. */
    List<Long> ids(String name, int most) {
        List<Long> ids = new ArrayList<>();
        body.path(name).forEach(id -> ids.add(id.isIntegralNumber() ? id.longValue() : 0L));
        expect(isArray(name, 1, most) && ids.stream().allMatch(id -> id > 0), name,
                "harus 1 sampai %d id (list of ids)".formatted(most));
        return ids;
    }

    long id(String name) {
        return needed(name, whole(name, 1, Long.MAX_VALUE), 0L);
    }

    /** What must be there; {@code instead} only stands in until {@link #check}. */
    <T> T needed(String name, Optional<T> value, T instead) {
        expect(has(name), name, "wajib diisi (required)");
        return value.orElse(instead);
    }

    private <T> Optional<T> read(String name, String form, Function<JsonNode, Optional<T>> reader) {
        Optional<T> value = has(name) ? reader.apply(body.path(name)) : Optional.empty();
        expect(value.isPresent() || !has(name), name, form);
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
