package id.siaga.ingest.mqtt;

import java.time.Duration;

/**
 * How fast devices are let in when all of them come at once.
 *
 * @param perSecond admissions a second, lasting
 * @param burst admissions at once after a quiet while
 * @param waiting connections that may wait for their turn; more are told to come later
 * @param turn how often those who wait are looked at
 */
record AdmissionConfig(int perSecond, int burst, int waiting, Duration turn) {

    AdmissionConfig {
        if (perSecond < 1 || burst < 1 || waiting < 0 || turn.isNegative() || turn.isZero()) {
            throw new IllegalArgumentException("admission: rate, burst and turn must be positive");
        }
    }

    /** Five thousand devices are back within ten seconds, well inside what clients wait for a CONNACK. */
    static AdmissionConfig defaults() {
        return new AdmissionConfig(500, 200, 6_000, Duration.ofMillis(20));
    }
}
