package id.siaga.ingest.registry;

/**
 * What one device may send, unless the registry says otherwise for it.
 *
 * @param messagesPerSecond for long
 * @param burstSeconds seconds of that rate it may save up, for what a device buffered while it was cut off
 */
public record Quota(int messagesPerSecond, int burstSeconds) {

    public Quota {
        if (messagesPerSecond < 1 || burstSeconds < 1) {
            throw new IllegalArgumentException("a quota must be at least 1 message a second and 1 second of burst");
        }
    }

    /** A hundred times what the busiest honest device sends. */
    public static Quota defaults() {
        return new Quota(200, 10);
    }
}
