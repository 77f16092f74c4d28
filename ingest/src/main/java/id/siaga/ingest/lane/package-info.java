/**
 * The pipeline. A device's messages always take the same lane; a lane is one platform thread with one database connection and writes what arrived while its last commit ran as one transaction.
 */
@NullMarked
package id.siaga.ingest.lane;

import org.jspecify.annotations.NullMarked;
