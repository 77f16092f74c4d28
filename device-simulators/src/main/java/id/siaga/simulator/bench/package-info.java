/**
 * The benchmark: an open-loop load over real MQTT against a real process, measured from the intended send time, with raw
 * COPY into the same database as the yardstick of the same run. Clients run on Vert.x event loops.
 */
@NullMarked
package id.siaga.simulator.bench;

import org.jspecify.annotations.NullMarked;
