package id.siaga.ingest.registry;

import java.sql.SQLException;

/** For which devices a sender may speak: itself, those the registry says it speaks for, and what is named below it. */
public record Permission(Registry registry) {

    /** @param principal who sent it, or empty for a trusted broker, which speaks for all */
    public boolean maySpeak(String principal, String deviceId) throws SQLException {
        if (principal.isEmpty() || principal.equals(deviceId)) {
            return true;
        }
        return registry.find(principal).map(device -> device.speaksFor(deviceId, () -> registry.known(deviceId)))
                .orElseGet(() -> deviceId.startsWith(principal + "/"));
    }
}
