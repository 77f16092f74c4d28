@NullMarked
package id.siaga.ingest.telemetry;

import org.jspecify.annotations.NullMarked;
