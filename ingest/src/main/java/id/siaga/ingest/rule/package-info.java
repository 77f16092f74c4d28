/**
 * Rules as data and pure functions: from a state and a sample to a state and perhaps a decision. No clock, no I/O, any
 * thread. Time is event time; samples of one device come in event-time order, and one that is not newer than what a
 * rule has seen changes nothing: late data is stored, not judged.
 */
@NullMarked
package id.siaga.ingest.rule;

import org.jspecify.annotations.NullMarked;
