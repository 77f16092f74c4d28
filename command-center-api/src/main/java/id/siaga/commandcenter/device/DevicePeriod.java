package id.siaga.commandcenter.device;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Some devices in {@code [from, to)} and why they are named: a legal hold, agreed maintenance.
 *
 * @param deviceIds null: every device
 */
public record DevicePeriod(String reason, String @Nullable [] deviceIds, Instant from, Instant to) {
    private static final Set<String> FIELDS = Set.of("reason", "device_ids", "from", "to");
    private static final int MAX_REASON = 2000;
    private static final int MAX_DEVICES = 1000;

    /** The request in a body, or null and at least one more of {@code errors}. */
    public static @Nullable DevicePeriod of(JsonNode body, List<FieldError> errors) {
        body.fieldNames().forEachRemaining(name -> {
            if (!FIELDS.contains(name)) {
                errors.add(new FieldError(name, "tidak dikenal (unknown)"));
            }
        });
        String reason = body.path("reason").asText("");
        if (reason.isBlank() || reason.length() > MAX_REASON) {
            errors.add(new FieldError("reason", "wajib, paling panjang %d huruf (required)".formatted(MAX_REASON)));
        }
        String @Nullable [] devices = devices(body.path("device_ids"), errors);
        Instant from = instant(body, "from", errors);
        Instant to = instant(body, "to", errors);
        if (from != null && to != null && !from.isBefore(to)) {
            errors.add(new FieldError("to", "harus sesudah from (must be after from)"));
        }
        return !errors.isEmpty() || from == null || to == null ? null : new DevicePeriod(reason, devices, from, to);
    }

    private static String @Nullable [] devices(JsonNode ids, List<FieldError> errors) {
        if (ids.isMissingNode() || ids.isNull()) {
            return null;
        }
        List<String> names = new ArrayList<>();
        ids.forEach(id -> names.add(id.asText("")));
        if (!ids.isArray() || names.isEmpty() || names.size() > MAX_DEVICES || names.contains("")) {
            errors.add(new FieldError("device_ids", "1 sampai %d id, atau tanpa: semua (or leave out: all)"
                    .formatted(MAX_DEVICES)));
        }
        return names.toArray(String[]::new);
    }

    private static @Nullable Instant instant(JsonNode body, String name, List<FieldError> errors) {
        try {
            return OffsetDateTime.parse(body.path(name).asText("")).toInstant();
        } catch (DateTimeException e) {
            errors.add(new FieldError(name, "harus waktu RFC 3339 seperti 2026-11-21T00:00:00Z (RFC 3339 time)"));
            return null;
        }
    }
}
