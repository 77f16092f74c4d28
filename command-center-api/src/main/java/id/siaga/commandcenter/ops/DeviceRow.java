package id.siaga.commandcenter.ops;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;

/** A device in a list. {@code presence} is the code, for its mark; {@code alert} the highest open severity's word. */
public record DeviceRow(String id, String name, String kind, String presence, String status, String owner,
        String kelurahan, Optional<Moment> heard, String alert, Optional<IncidentRow.Point> at) {

    static DeviceRow of(JsonNode device, Instant now) {
        String severity = device.path("alert").asText("");
        return new DeviceRow(device.path("device_id").asText(),
                Optional.of(device.path("name").asText("")).filter(name -> !name.isBlank())
                        .orElse(device.path("device_id").asText()),
                Words.kind(device.path("kind").asText()), device.path("presence").asText("unknown"),
                Words.status(device.path("status").asText()), device.path("owner").asText("—"),
                device.path("kelurahan").asText("—"), Moment.in(device.path("last_received_at"), now),
                severity.isEmpty() ? "" : Words.severity(severity), IncidentRow.point(device));
    }
}
