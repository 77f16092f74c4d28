package id.siaga.commandcenter.device;

import com.fasterxml.jackson.databind.JsonNode;
import id.siaga.ingest.telemetry.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads device registrations from JSON and collects everything that is wrong with them, field by field. */
public final class SpecReader {
    /** Also an MQTT user name and a topic level: no slash, no wildcard, no space. */
    private static final Pattern DEVICE_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,128}");
    private static final Set<String> KNOWN = Set.of("device_id", "kind", "name", "lat", "lng", "mount_mm", "zero_mm",
            "post", "interval_s", "codec", "quota_per_s");

    private final Set<String> posts;
    private final List<FieldError> errors = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();

    public SpecReader(Set<String> posts) {
        this.posts = posts;
    }

    public List<FieldError> errors() {
        return List.copyOf(errors);
    }

    /** The device in {@code json}; {@code prefix} is put before field names, and is empty for a single object. */
    public DeviceSpec read(JsonNode json, String prefix) {
        json.fieldNames()
                .forEachRemaining(name -> check(KNOWN.contains(name), prefix + name, "tidak dikenal (unknown field)"));
        String id = text(json, prefix, "device_id").orElse("");
        check(DEVICE_ID.matcher(id).matches(), prefix + "device_id",
                "wajib: 1 sampai 129 huruf, angka, titik, garis bawah, titik dua, tanda hubung (required)");
        check(seen.add(id), prefix + "device_id", "ganda dalam permintaan ini (duplicate in this request)");
        String kind = text(json, prefix, "kind").orElse("");
        check(Kind.ofWord(kind).filter(known -> known != Kind.UNKNOWN).isPresent(), prefix + "kind",
                "wajib, salah satu jenis perangkat seperti flood, gps, cctv, wifi (required, a known kind)");
        Double lat = number(json, prefix, "lat", -90, 90);
        Double lng = number(json, prefix, "lng", -180, 180);
        check((lat == null) == (lng == null), prefix + "lng", "lat dan lng harus bersama (both or neither)");
        return new DeviceSpec(id, kind, text(json, prefix, "name").orElse(id), lat, lng,
                number(json, prefix, "mount_mm", -100_000, 100_000), number(json, prefix, "zero_mm", -100_000, 100_000),
                post(json, prefix), whole(json, prefix, "interval_s", 604_800),
                text(json, prefix, "codec").orElse(null), whole(json, prefix, "quota_per_s", 100_000));
    }

    private @Nullable String post(JsonNode json, String prefix) {
        @Nullable
        String post = text(json, prefix, "post").orElse(null);
        check(post == null || posts.contains(post), prefix + "post", "pos tidak dikenal (unknown post)");
        return post;
    }

    private @Nullable Integer whole(JsonNode json, String prefix, String name, double max) {
        Double value = number(json, prefix, name, 1, max);
        check(value == null || value == Math.rint(value), prefix + name, "harus bilangan bulat (whole number)");
        return value == null ? null : value.intValue();
    }

    private Optional<String> text(JsonNode json, String prefix, String name) {
        JsonNode value = json.path(name);
        boolean absent = value.isMissingNode() || value.isNull();
        boolean good = value.isTextual() && !value.textValue().isBlank() && value.textValue().length() <= 200;
        check(absent || good, prefix + name, "harus teks 1 sampai 200 huruf (text)");
        return good ? Optional.of(value.textValue()) : Optional.empty();
    }

    private @Nullable Double number(JsonNode json, String prefix, String name, double min, double max) {
        JsonNode value = json.path(name);
        boolean absent = value.isMissingNode() || value.isNull();
        boolean good = value.isNumber() && value.doubleValue() >= min && value.doubleValue() <= max;
        check(absent || good, prefix + name, "harus angka dari %s sampai %s (number)".formatted(min, max));
        return good ? Double.valueOf(value.doubleValue()) : null;
    }

    private void check(boolean good, String field, String reason) {
        if (!good) {
            errors.add(new FieldError(field, reason));
        }
    }
}
