package id.siaga.ingest.mqtt;

import java.time.Duration;

/**
 * How long a session waits for what. A broker that falls silent is noticed within two keep-alives, and looked for again
 * at least once in {@code longestPause}.
 *
 * @param sessionExpiry how long the broker keeps messages while we are away, in whole seconds
 * @param keepAlive longest silence in either direction, 1…65535 s
 * @param connectWithin how long connecting or subscribing may take
 * @param heldBackFor how long commits may wait for a message before them to be committed, until the connection is given
 *        up to get that message again
 * @param firstPause wait after the first failure; it doubles with each further one
 * @param longestPause where the doubling ends
 */
public record BrokerPatience(Duration sessionExpiry, Duration keepAlive, Duration connectWithin, Duration heldBackFor,
        Duration firstPause, Duration longestPause) {

    private static final long TWO_BYTES = 0xFFFF;
    private static final long FOUR_BYTES = 0xFFFF_FFFFL;

    /** @throws IllegalArgumentException naming the field and the reason */
    public BrokerPatience {
        BrokerSubscriptionConfig.within("session expiry in seconds", sessionExpiry.toSeconds(), FOUR_BYTES);
        BrokerSubscriptionConfig.within("keep alive in seconds", keepAlive.toSeconds(), TWO_BYTES);
        positive("connect time", connectWithin);
        positive("time held back", heldBackFor);
        positive("first pause", firstPause);
        BrokerSubscriptionConfig.require(longestPause.compareTo(firstPause) >= 0,
                "longest pause " + longestPause + " is shorter than the first, " + firstPause);
    }

    /** Together under ten seconds from a broker's silence to a new connection. */
    public static BrokerPatience defaults() {
        return new BrokerPatience(Duration.ofDays(1), Duration.ofSeconds(3), Duration.ofSeconds(5),
                Duration.ofSeconds(6), Duration.ofMillis(500), Duration.ofSeconds(3));
    }

    private static void positive(String field, Duration duration) {
        BrokerSubscriptionConfig.require(duration.toMillis() > 0, field + " must be positive, not " + duration);
    }
}
