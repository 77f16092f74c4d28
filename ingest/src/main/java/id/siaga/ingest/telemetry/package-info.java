/**
 * The words of the system: what a device sent ({@link id.siaga.ingest.telemetry.Message}), what it meant
 * ({@link id.siaga.ingest.telemetry.Sample}, {@link id.siaga.ingest.telemetry.Reading}), how far it is to be trusted
 * ({@link id.siaga.ingest.telemetry.Flag}). Immutable values, no I/O, usable on any thread. A reading is what OGC
 * SensorThings calls an Observation.
 */
@NullMarked
package id.siaga.ingest.telemetry;

import org.jspecify.annotations.NullMarked;
