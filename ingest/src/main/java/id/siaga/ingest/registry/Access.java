package id.siaga.ingest.registry;

import java.security.MessageDigest;
import java.time.Instant;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * How a device proves who it is, and for whom it may speak.
 *
 * @param secretSha256 SHA-256 of its secret, or null when it has none
 * @param previousSha256 of the secret before the last rotation
 * @param previousUntil when that one ceases to open the door
 * @param certificates SHA-256 fingerprints, hex, of its certificates that are not revoked
 * @param reach of a gateway
 * @param uplinkParent the gateway it is heard through
 */
public record Access(byte @Nullable [] secretSha256, byte @Nullable [] previousSha256, @Nullable Instant previousUntil,
        Set<String> certificates, Reach reach, @Nullable String uplinkParent) {

    /** For whom a gateway may speak, besides itself: the devices whose uplink it is, or any. */
    public enum Reach {
        CHILDREN, ALL
    }

    /** What it is let in by; the digest is the one it keeps, so that a later rotation shows. */
    boolean opensTo(byte[] digest, Instant now) {
        return equal(secretSha256, digest) || (isPrevious(digest) && previousUntil != null
                && now.isBefore(previousUntil));
    }

    boolean isPrevious(byte[] digest) {
        return equal(previousSha256, digest);
    }

    private static boolean equal(byte @Nullable [] expected, byte[] given) {
        return expected != null && MessageDigest.isEqual(expected, given);
    }
}
