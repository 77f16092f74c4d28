package id.siaga.ingest.registry;

import java.time.Duration;

/**
 * How often somebody may fail to prove who they are. Successes are free: a whole city may come from one address.
 *
 * @param ofIdentity failures of one name from one address, then it is locked out there
 * @param ofAddress failures from one address whatever the names, then nobody is let in from it
 * @param within failures longer ago are forgotten
 * @param pause how long after its last failure
 * @param remembered names and addresses kept in memory, each; the ones that failed longest ago go first
 */
public record AttemptPolicy(int ofIdentity, int ofAddress, Duration within, Duration pause, int remembered) {

    public AttemptPolicy {
        if (ofIdentity < 1 || ofAddress < 1 || remembered < 1) {
            throw new IllegalArgumentException("attempts must be positive");
        }
    }

    public static AttemptPolicy defaults() {
        return new AttemptPolicy(20, 1_000, Duration.ofMinutes(1), Duration.ofMinutes(1), 10_000);
    }
}
