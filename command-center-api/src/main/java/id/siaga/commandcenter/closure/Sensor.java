package id.siaga.commandcenter.closure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.closure.Doubt.Kind;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * One alert of an incident, and what is known of its cause now.
 *
 * @param alert with the rule's line of sensor_rest, if it has one
 * @param reading the newest good one, with its {@code value}
 * @param bandMm the lowest band of the device's river post
 */
record Sensor(ObjectNode alert, Optional<ObjectNode> reading, Optional<Double> bandMm, Instant now) {
    private static final double MM_PER_CM = 10;

    /** How it stands with the cause. */
    enum Standing {
        AT_REST, OVER, SILENT, ALERT_OPEN, ALERT_CLEAR
    }

    Standing standing() {
        boolean clear = alert.hasNonNull("cleared_at");
        if (reading.isEmpty() || (isLevel() && bandMm.isEmpty())) {
            // A rule that a reading must confirm, and none came at all: nobody knows.
            return clear ? Standing.ALERT_CLEAR : alert.hasNonNull("rest") ? Standing.SILENT : Standing.ALERT_OPEN;
        }
        if (isAtRest()) {
            return isStale() ? Standing.SILENT : Standing.AT_REST;
        }
        return Standing.OVER;
    }

    boolean isOpen() {
        return !alert.hasNonNull("cleared_at");
    }

    private boolean isLevel() {
        return alert.path("rest").asText().equals("BELOW_LOWEST_BAND");
    }

    private JsonNode value() {
        return reading.map(row -> row.path("value")).orElseThrow();
    }

    /** Half-open bands: a stage must be above one to be in it. */
    private boolean isAtRest() {
        return isLevel() ? value().doubleValue() <= bandMm.orElseThrow() : !value().asBoolean();
    }

    private boolean isStale() {
        return observedAt().plusSeconds(alert.path("stale_s").longValue()).isBefore(now);
    }

    private Instant observedAt() {
        return Instant.parse(reading.orElseThrow().path("observed_at").asText());
    }

    Optional<Doubt> doubt() {
        return switch (standing()) {
            case AT_REST, ALERT_CLEAR -> Optional.empty();
            case OVER -> Optional.of(Doubt.of(Kind.SENSOR_OVER, String.format(Locale.ROOT,
                    "%s: %s (the cause is not over)", device(), measured()), link()));
            case SILENT -> Optional.of(Doubt.of(Kind.SENSOR_SILENT, String.format(Locale.ROOT,
                    "%s: %s; tidak ada yang tahu keadaannya sekarang (silent: nobody knows)", device(),
                    reading.isPresent() ? "terakhir " + measured() : "belum ada pembacaan baik"), link()));
            case ALERT_OPEN -> Optional.of(Doubt.of(Kind.ALERT_OPEN, String.format(Locale.ROOT,
                    "%s: peringatan %s belum reda (the alert is not clear)", device(),
                    alert.path("rule_id").asText()), link()));
        };
    }

    private String device() {
        return alert.path("device_id").asText();
    }

    private String measured() {
        String at = Wib.time(observedAt());
        return isLevel()
                ? String.format(Locale.ROOT, "muka air %.0f cm pada %s, batas %.0f cm",
                        value().doubleValue() / MM_PER_CM, at,
                        bandMm.orElseThrow() / MM_PER_CM)
                : String.format(Locale.ROOT, "%s = %s pada %s", alert.path("column_name").asText(), value().asText(),
                        at);
    }

    /** To the very reading, or to the alert's device. */
    private String link() {
        return reading.isPresent()
                ? "/api/v1/readings?device_id=%s&from=%s&to=%s".formatted(device(), observedAt(),
                        observedAt().plusNanos(1_000))
                : "/api/v1/devices/" + device();
    }

    ObjectNode json() {
        ObjectNode json = alert.objectNode().put("alert_id", alert.path("alert_id").longValue())
                .put("rule_id", alert.path("rule_id").asText()).put("device_id", device())
                .put("standing", standing().name()).put("link", link());
        json.set("cleared_at", alert.path("cleared_at"));
        reading.ifPresent(row -> {
            json.put("observed_at", observedAt().toString()).set("value", value());
            json.put("text", isLevel() && bandMm.isEmpty() ? "" : measured());
        });
        return json;
    }
}
