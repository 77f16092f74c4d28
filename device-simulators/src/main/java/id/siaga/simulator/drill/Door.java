package id.siaga.simulator.drill;

import java.time.Duration;

import id.siaga.simulator.fleet.Endpoint;

/**
 * Where gauges connect.
 *
 * @param connectWithin after which they give up an attempt and make another
 */
record Door(Endpoint endpoint, Duration connectWithin) {

    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(15);

    Door(Endpoint endpoint) {
        this(endpoint, CONNECT_WITHIN);
    }
}
