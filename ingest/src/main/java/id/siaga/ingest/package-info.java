/** Field devices to decided alerts. {@link id.siaga.ingest.Ingest} is the map: every stage, in order. */
@NullMarked
package id.siaga.ingest;

import org.jspecify.annotations.NullMarked;
