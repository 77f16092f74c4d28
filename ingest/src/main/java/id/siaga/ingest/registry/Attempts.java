package id.siaga.ingest.registry;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Counts who failed to prove who they are, over all doors. A name is locked only for the address it was guessed from: a
 * stranger elsewhere must not be able to silence a gauge. Any thread.
 */
final class Attempts {

    private static final int LONGEST_NAME = 129;

    private record Failures(int count, Instant since, Instant last) {
    }

    private final AttemptPolicy policy;
    private final Clock clock;
    private final Map<String, Failures> ofIdentity;
    private final Map<String, Failures> ofAddress;

    Attempts(AttemptPolicy policy, Clock clock) {
        this.policy = policy;
        this.clock = clock;
        this.ofIdentity = bounded(policy.remembered());
        this.ofAddress = bounded(policy.remembered());
    }

    private static Map<String, Failures> bounded(int most) {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
                return size() > most;
            }
        };
    }

    /** Why nobody looks at their credentials now; empty when they may try. */
    synchronized Optional<Refusal> barred(String user, String address) {
        if (paused(ofAddress.get(address), policy.ofAddress())) {
            return Optional.of(Refusal.ADDRESS_PAUSED);
        }
        return paused(ofIdentity.get(key(user, address)), policy.ofIdentity())
                ? Optional.of(Refusal.LOCKED_OUT)
                : Optional.empty();
    }

    synchronized void failed(String user, String address) {
        count(ofIdentity, key(user, address));
        count(ofAddress, address);
    }

    private boolean paused(@Nullable Failures failures, int most) {
        return failures != null && failures.count() >= most
                && clock.instant().isBefore(failures.last().plus(policy.pause()));
    }

    private void count(Map<String, Failures> all, String key) {
        Instant now = clock.instant();
        Failures before = all.remove(key);
        all.put(key, before == null || now.isAfter(before.since().plus(policy.within()))
                ? new Failures(1, now, now)
                : new Failures(before.count() + 1, before.since(), now));
    }

    /** No device's name is longer, and what a packet could hold must not be kept. */
    private static String key(String user, String address) {
        return user.substring(0, Math.min(user.length(), LONGEST_NAME)) + "@" + address;
    }
}
