package id.siaga.commandcenter.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.device.FieldError;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A JSON object read field by field. What cannot be taken is remembered, a stand-in returned, and all of it refused at
 * once by {@link #done}.
 */
final class Body {
    private static final ZoneId WIB = ZoneId.of("Asia/Jakarta");
    private static final int MOST = 2000;

    private final JsonNode json;
    private final String path;
    private final List<FieldError> errors;

    private Body(JsonNode json, String path, List<FieldError> errors) {
        this.json = json;
        this.path = path;
        this.errors = errors;
    }

    /** Fields other than {@code known} are refused. */
    static Body of(JsonNode json, String... known) {
        Body body = new Body(json, "", new ArrayList<>());
        body.onlyKnown(Set.of(known));
        return body;
    }

    private void onlyKnown(Set<String> known) {
        json.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                refuse(name, "tidak dikenal (unknown field)");
            }
        });
    }

    /** Objects in an array, between one and {@code most}. */
    List<Body> each(String name, int most, String... known) {
        JsonNode array = json.path(name);
        if (!array.isArray() || array.isEmpty() || array.size() > most) {
            refuse(name, "harus larik 1 sampai %d (array)".formatted(most));
            return List.of();
        }
        List<Body> all = new ArrayList<>();
        for (JsonNode item : array) {
            Body each = new Body(item, "%s%s[%d].".formatted(path, name, all.size()), errors);
            each.onlyKnown(Set.of(known));
            all.add(each);
        }
        return all;
    }

    void refuse(String name, String reason) {
        errors.add(new FieldError(path + name, reason));
    }

    boolean has(String name) {
        return json.hasNonNull(name);
    }

    String text(String name, int most) {
        String text = json.path(name).asText("");
        if (!json.path(name).isTextual() || text.isBlank() || text.length() > most) {
            refuse(name, "harus teks 1 sampai %d huruf (text)".formatted(most));
        }
        return text;
    }

    /** Free words of people, at most 2,000 characters. */
    String words(String name) {
        return text(name, MOST);
    }

    <T> Optional<T> perhaps(String name, Function<String, T> read) {
        return has(name) ? Optional.of(read.apply(name)) : Optional.empty();
    }

    double number(String name, double min, double max) {
        JsonNode value = json.path(name);
        if (!value.isNumber() || value.doubleValue() < min || value.doubleValue() > max) {
            refuse(name, "harus angka dari %s sampai %s (number)".formatted(min, max));
        }
        return value.doubleValue();
    }

    long id(String name) {
        JsonNode value = json.path(name);
        if (!value.isIntegralNumber() || value.longValue() < 1) {
            refuse(name, "harus bilangan bulat (whole number)");
        }
        return value.longValue();
    }

    List<Long> ids(String name, int most) {
        JsonNode array = json.path(name);
        List<Long> ids = new ArrayList<>();
        array.forEach(item -> ids.add(item.isIntegralNumber() ? item.longValue() : 0L));
        if (!array.isArray() || ids.isEmpty() || ids.size() > most || ids.stream().anyMatch(id -> id < 1)) {
            refuse(name, "harus 1 sampai %d bilangan bulat (whole numbers)".formatted(most));
        }
        return ids;
    }

    List<String> texts(String name, int most) {
        List<String> texts = new ArrayList<>();
        json.path(name).forEach(item -> texts.add(item.asText()));
        if (has(name) && (!json.path(name).isArray() || texts.size() > most
                || texts.stream().anyMatch(text -> text.isBlank() || text.length() > 100))) {
            refuse(name, "harus larik teks, paling banyak %d (array of text)".formatted(most));
        }
        return texts;
    }

    boolean truth(String name) {
        if (has(name) && !json.path(name).isBoolean()) {
            refuse(name, "harus true atau false (true or false)");
        }
        return json.path(name).asBoolean(false);
    }

    <T> Optional<T> one(String name, Function<String, Optional<T>> named) {
        Optional<T> value = Optional.ofNullable(json.path(name).textValue()).flatMap(named);
        if (value.isEmpty()) {
            refuse(name, "nilai tidak dikenal (unknown value)");
        }
        return value;
    }

    /** RFC 3339; without an offset it is WIB. */
    Instant time(String name) {
        String text = json.path(name).asText("");
        try {
            return text.matches(".*(Z|z|[+-][0-9]{2}:[0-9]{2})")
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).atZone(WIB).toInstant();
        } catch (DateTimeException e) {
            refuse(name, "harus waktu seperti 2026-11-21T07:00:00+07:00 (RFC 3339; tanpa selisih: WIB)");
            return Instant.EPOCH;
        }
    }

    void done() {
        if (!errors.isEmpty()) {
            throw Problem.validation(errors);
        }
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
