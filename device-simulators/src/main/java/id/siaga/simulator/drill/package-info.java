/**
 * The fault drill: a real system under QoS 1 load whose parts are killed and stalled in turn, and an account of what that
 * did to the promises. What a gauge sends follows from its number, so a backlog of millions of messages costs a counter.
 */
@NullMarked
package id.siaga.simulator.drill;

import org.jspecify.annotations.NullMarked;
