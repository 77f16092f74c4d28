package id.siaga.commandcenter.closure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of a photo taken for a closure.
 *
 * @param distanceM to the incident as the phone says; empty when the incident has no place
 * @param cameraAt by the camera's own notes
 * @param cameraM to the incident by the camera's own notes
 */
record PhotoFacts(long id, Instant issuedAt, Instant expiresAt, Instant receivedAt, Instant capturedAt,
        double latitude, double longitude, double accuracyM, Optional<Double> distanceM, Optional<Instant> cameraAt,
        Optional<Double> cameraM) {

    static PhotoFacts of(ObjectNode row) {
        return new PhotoFacts(row.path("id").longValue(), instant(row, "issued_at"), instant(row, "expires_at"),
                instant(row, "received_at"), instant(row, "captured_at"), row.path("latitude").doubleValue(),
                row.path("longitude").doubleValue(), row.path("accuracy_m").doubleValue(),
                number(row.path("distance_m")),
                Optional.ofNullable(row.path("camera_at").textValue()).map(Instant::parse),
                number(row.path("camera_m")));
    }

    private static Instant instant(ObjectNode row, String name) {
        return Instant.parse(row.path(name).asText());
    }

    private static Optional<Double> number(JsonNode value) {
        return value.isNumber() ? Optional.of(value.doubleValue()) : Optional.empty();
    }
}
