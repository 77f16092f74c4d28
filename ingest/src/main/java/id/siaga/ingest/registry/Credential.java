package id.siaga.ingest.registry;

import java.time.Instant;

/** What a device was let in by; it may stay while this still opens the door. */
public sealed interface Credential {

    /** Whether it opens the door now. */
    boolean holds(Device device, Instant now);

    /** The first moment at which that may change by itself. */
    default Instant until(Device device) {
        return Instant.MAX;
    }

    /** A secret, by its digest. */
    record Secret(byte[] sha256) implements Credential {

        @Override
        public boolean holds(Device device, Instant now) {
            Access access = device.access();
            return access != null && access.opensTo(sha256, now);
        }

        @Override
        public Instant until(Device device) {
            Access access = device.access();
            Instant end = access == null || !access.isPrevious(sha256) ? null : access.previousUntil();
            return end == null ? Instant.MAX : end;
        }
    }

    /** A client certificate, by its SHA-256 fingerprint. */
    record Certificate(String fingerprint, Instant notAfter) implements Credential {

        @Override
        public boolean holds(Device device, Instant now) {
            Access access = device.access();
            return access != null && access.certificates().contains(fingerprint) && now.isBefore(notAfter);
        }

        @Override
        public Instant until(Device device) {
            return notAfter;
        }
    }

    /** Open enrolment asks for none. */
    record None() implements Credential {

        @Override
        public boolean holds(Device device, Instant now) {
            return device.status() == Device.Status.UNCLAIMED;
        }
    }
}
