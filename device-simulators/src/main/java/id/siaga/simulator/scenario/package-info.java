/**
 * Scenarios as data (YAML) and the city they are played in: kelurahan, posts, routes, populations, faults. Read once at
 * the start, on the calling thread; everything built here is immutable apart from the counters that name devices.
 */
@NullMarked
package id.siaga.simulator.scenario;

import org.jspecify.annotations.NullMarked;
