/** Tests of the words: the catalogue of metrics. */
@NullMarked
package id.siaga.ingest.telemetry;

import org.jspecify.annotations.NullMarked;
