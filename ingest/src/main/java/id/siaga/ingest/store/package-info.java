/**
 * Tables and the ways into them: migrations, binary COPY, the ON CONFLICT path, quarantine, latest state, upkeep of partitions. Runs on lane threads and on the upkeep thread.
 */
@NullMarked
package id.siaga.ingest.store;

import org.jspecify.annotations.NullMarked;
