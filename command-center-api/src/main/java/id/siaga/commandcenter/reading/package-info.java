/** Readings as stored by ingest, shown with words instead of bit sets. Blocking reads; call on worker threads. */
@NullMarked
package id.siaga.commandcenter.reading;

import org.jspecify.annotations.NullMarked;
