package id.siaga.ingest.registry;

/**
 * Who is connected, and by what they were let in.
 *
 * @param device as it was then
 */
public record Identity(Device device, Credential credential) {

    /** Why a connection may not go on as it is. */
    public enum Ending {
        /** Its credential opens the door no longer. */
        REVOKED,
        /** Its kind or reach is another now; it is let in again as what it is. */
        CHANGED
    }

    boolean isOutdatedBy(Device now) {
        return device.status() == Device.Status.ACTIVE
                && (now.kind() != device.kind() || now.reach() != device.reach());
    }
}
